import { setTimeout as pause } from "node:timers/promises";
import { isOfLeaver } from "../../core/ldap/provision/plan.ts";
import type { EntryChange, EntryLink } from "../../core/ldap/provision/types.ts";
import { NOBODYS_PASSWORD } from "../../platform/crypto/ldap-scheme.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { type NumberedChange, writeOutcomes } from "./change-store.ts";
import { IntendedLinks } from "./intended-links.ts";
import { forgetLinks, keepLinks, linkKey } from "./link-store.ts";
import type { LdapRunReason, LdapServers, ServerAddress, ServerSession, WriteRefusal } from "./ports.ts";
import { writeEntry, writeRest } from "./write-entry.ts";

/** Operations in flight: a durable server commits one at a time, and this keeps it busy (ldap.md 2.5). */
const IN_FLIGHT = 24;
const ATTEMPTS = 5;
const BACKOFF_MS = 250;
/** Outcomes written at once. What a dying process has not written yet is only told less well: its entries are known by their links. */
const FLUSH = 4000;

export interface Applying {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly servers: LdapServers;
  readonly address: ServerAddress;
  readonly targetId: string;
  readonly runId: string;
  readonly groupClass: string;
  readonly links: ReadonlyMap<string, EntryLink>;
  readonly passwords: ReadonlyMap<string, { readonly hash: string; readonly setAt: EntryLink["passwordAt"] }>;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Applies changes level by level, many at a time, each with an outcome of its own. Before an entry is made, its link is kept with
 * what is known, so that a process that dies leaves nothing behind that the next run does not know as ours.
 *
 * @returns how many failed
 * @throws the signal's reason when it was stopped between two entries, and what `servers.open` throws when the connection cannot be
 *   had again
 */
export async function applyChanges(
  context: Applying,
  opened: ServerSession,
  changes: readonly NumberedChange[],
): Promise<{ readonly failed: number; readonly session: ServerSession }> {
  const ledger = new Ledger(context);
  const line = new Line(context, opened);
  let done = 0;
  let failed = 0;
  try {
    for (const level of levelsOf(changes)) {
      const intended = new IntendedLinks(context, level);
      let next = 0;
      const work = async () => {
        for (let at = next++; at < level.length; at = next++) {
          context.signal.throwIfAborted();
          await intended.keptFor(at);
          const each = level[at] as NumberedChange;
          const failure = await writeOne(context, line, each.change);
          if (failure) failed += 1;
          await ledger.note(each, failure);
          context.onProgress(++done, changes.length);
        }
      };
      const workers = await Promise.allSettled(Array.from({ length: Math.min(IN_FLIGHT, level.length) }, work));
      await intended.settled();
      const broken = workers.find((worker) => worker.status === "rejected");
      if (broken) throw broken.reason;
    }
  } finally {
    await ledger.flush();
  }
  return { failed, session: line.session };
}

function* levelsOf(changes: readonly NumberedChange[]): Generator<readonly NumberedChange[]> {
  for (let from = 0; from < changes.length; ) {
    const level = changes[from]?.change.level;
    let to = from;
    while (changes[to]?.change.level === level && to < changes.length) to++;
    yield changes.slice(from, to);
    from = to;
  }
}

/** The connection all writes share; one that broke is opened anew by the first who needs it. */
class Line {
  session: ServerSession;
  readonly #context: Applying;
  #opening: Promise<ServerSession> | undefined;

  constructor(context: Applying, session: ServerSession) {
    this.#context = context;
    this.session = session;
  }

  async get(): Promise<ServerSession> {
    if (this.session.usable) return this.session;
    this.#opening ??= this.#context.servers.open(this.#context.address).finally(() => {
      this.#opening = undefined;
    });
    this.session = await this.#opening;
    return this.session;
  }
}

/** Writes one entry, however often that takes; the failure when it cannot be. */
async function writeOne(context: Applying, line: Line, change: EntryChange): Promise<LdapRunReason | null> {
  const password = change.password
    ? isOfLeaver(change.wanted)
      ? NOBODYS_PASSWORD
      : (context.passwords.get(change.subject)?.hash ?? null)
    : null;
  let last: WriteRefusal | undefined;
  // After an answer that never came, an entry that is there may be ours.
  let mine = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (last?.kind === "busy" || last?.kind === "unknown") await pause(BACKOFF_MS * 2 ** (attempt - 1));
    const writing = { session: await line.get(), groupClass: context.groupClass, password };
    try {
      if (last === undefined || last.kind === "busy") await writeEntry(writing, change);
      else if (!(await writeRest(writing, change, mine))) return contested(last);
      return null;
    } catch (error) {
      const refusal = context.servers.refusalOf(error);
      if (refusal === undefined) throw error;
      if (change.verb === "delete" && refusal.result === 32) return null;
      if (refusal.kind === "unknown") mine = true;
      const final = finalReason(refusal);
      if (final) return final;
      last = refusal;
    }
  }
  if (last?.kind === "contested") return contested(last);
  return { code: "ldap_server_busy", detail: { attempts: ATTEMPTS, reason: last?.message ?? "" } };
}

const contested = ({ message }: WriteRefusal): LdapRunReason => ({
  code: "ldap_entry_contested",
  detail: { reason: message },
});

function finalReason({ kind, result, message: reason }: WriteRefusal): LdapRunReason | null {
  switch (kind) {
    case "refused":
      return { code: "ldap_entry_refused", detail: { result, reason } };
    case "forbidden":
      return { code: "ldap_entry_not_permitted", detail: { reason } };
    case "children":
      return { code: "ldap_entry_has_children", detail: {} };
    case "busy":
    case "contested":
    case "unknown":
      return null;
  }
}

/** Writes outcomes and links in batches, one after the other. */
class Ledger {
  readonly #context: Applying;
  #applied: NumberedChange[] = [];
  #failed: { readonly each: NumberedChange; readonly failure: LdapRunReason }[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(context: Applying) {
    this.#context = context;
  }

  async note(each: NumberedChange, failure: LdapRunReason | null): Promise<void> {
    if (failure) this.#failed.push({ each, failure });
    else this.#applied.push(each);
    if (this.#applied.length + this.#failed.length >= FLUSH) await this.flush();
  }

  flush(): Promise<void> {
    const applied = this.#applied.splice(0);
    const failed = this.#failed.splice(0);
    this.#writing = this.#writing.then(() => this.#write(applied, failed));
    return this.#writing;
  }

  async #write(
    applied: readonly NumberedChange[],
    failed: readonly { each: NumberedChange; failure: LdapRunReason }[],
  ) {
    if (applied.length + failed.length === 0) return;
    const { database, targetId, runId } = this.#context;
    const ours = applied.map(({ change }) => change).filter(({ linked }) => linked);
    const deleted = ours.filter(({ verb }) => verb === "delete");
    // What was surely not made is not ours; what may have been made stays known by its name.
    const unmade = failed
      .filter(
        ({ each, failure }) =>
          each.change.verb === "create" && each.change.linked && failure.code !== "ldap_server_busy",
      )
      .map(({ each }) => each.change);
    await keepLinks(
      database.kysely,
      targetId,
      ours.filter(({ verb }) => verb !== "delete").map((change) => this.#linkOf(change)),
    );
    await forgetLinks(database.kysely, targetId, [...deleted, ...unmade]);
    await writeOutcomes(
      database.kysely,
      runId,
      applied.map(({ seq }) => seq),
      failed.map(({ each, failure }) => ({ seq: each.seq, failure })),
    );
  }

  #linkOf(change: EntryChange): EntryLink {
    const { links, passwords } = this.#context;
    const { kind, subject, verb, uuid, newDn, dn } = change;
    const before = links.get(linkKey(change));
    const disabled = kind === "people" && isOfLeaver(change.wanted);
    const kept = verb === "create" || disabled ? null : (before?.passwordAt ?? null);
    return {
      ...{ kind, subject, uuid, dn: newDn ?? dn, disabled },
      adopted: verb === "adopt" || before?.adopted === true,
      passwordAt: change.password && !disabled ? (passwords.get(subject)?.setAt ?? null) : kept,
    };
  }
}
