import type { EntryChange, EntryLink } from "../../core/ldap/provision/types.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { NumberedChange } from "./change-store.ts";
import { keepLinks, linkKey } from "./link-store.ts";

/** Links kept with one statement; the next batch is kept while the entries of this one are made. */
const BATCH = 2000;

interface IntendedContext {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly targetId: string;
  readonly links: ReadonlyMap<string, EntryLink>;
}

/**
 * Keeps the links of entries that are about to be made, with what is known of them, a batch ahead of the making: a process that dies
 * leaves nothing behind that the next run does not know as ours.
 */
export class IntendedLinks {
  readonly #context: IntendedContext;
  readonly #changes: readonly NumberedChange[];
  readonly #batches: Promise<void>[] = [];

  constructor(context: IntendedContext, changes: readonly NumberedChange[]) {
    this.#context = context;
    this.#changes = changes;
  }

  /** Resolves when the link of the change at this place is kept. @throws what the database throws */
  async keptFor(at: number): Promise<void> {
    const batch = Math.floor(at / BATCH);
    // Whoever comes to the next batch is told when it failed.
    this.#keep(batch + 1).catch(() => undefined);
    await this.#keep(batch);
  }

  /** Resolves when nothing is being kept any more, however that went. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#batches);
  }

  #keep(batch: number): Promise<void> {
    this.#batches[batch] ??= this.#keepSome(this.#changes.slice(batch * BATCH, (batch + 1) * BATCH));
    return this.#batches[batch];
  }

  async #keepSome(changes: readonly NumberedChange[]): Promise<void> {
    const { database, targetId } = this.#context;
    await keepLinks(
      database.kysely,
      targetId,
      changes.flatMap(({ change }) => this.#intended(change) ?? []),
    );
  }

  #intended(change: EntryChange): EntryLink | undefined {
    if (change.verb !== "create" || !change.linked) return undefined;
    const { kind, subject, dn } = change;
    const adopted = this.#context.links.get(linkKey(change))?.adopted ?? false;
    return { kind, subject, uuid: null, dn, disabled: false, adopted, passwordAt: null };
  }
}
