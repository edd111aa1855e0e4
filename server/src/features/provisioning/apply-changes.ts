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
 * @returns how many failed, and those that may have been made without their entryUUID being known
 * @throws the signal's reason when it was stopped between two entries, and what `servers.open` throws when the connection cannot be
 *   had again
 */
export async function applyChanges(
  context: Applying,
  opened: ServerSession,
  changes: readonly NumberedChange[],
): Promise<{ readonly failed: number; readonly unknown: readonly EntryChange[]; readonly session: ServerSession }> {
  const ledger = new Ledger(context);
  const line = new Line(context, opened);
  let done = 0;
  let failed = 0;
  const unknown: EntryChange[] = [];
  try {
    for (const level of levelsOf(changes)) {
      const intended = new IntendedLinks(context, level);
      let next = 0;
      const work = async () => {
        for (let at = next++; at < level.length; at = next++) {
          context.signal.throwIfAborted();
          await intended.keptFor(at);
          const each = level[at] as NumberedChange;
          const written = await writeOne(context, line, each.change);
          if (written.failure) failed += 1;
          if (each.change.verb === "create" && mayBeThere(written) && written.uuid === null) unknown.push(each.change);
          await ledger.note({ each, ...written });
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
  return { failed, unknown, session: line.session };
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

/** What became of one change. */
interface Written {
  readonly failure: LdapRunReason | null;
  /** Of an entry that was made; null where nobody told. */
  readonly uuid: string | null;
}

/** A server that stays busy may have done all the same what it was asked last. */
const mayBeThere = ({ failure }: Written) => failure === null || failure.code === "ldap_server_busy";
const failing = (failure: LdapRunReason): Written => ({ failure, uuid: null });

/** Writes one entry, however often that takes. */
async function writeOne(context: Applying, line: Line, change: EntryChange): Promise<Written> {
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
      if (last === undefined || last.kind === "busy") return { failure: null, uuid: await writeEntry(writing, change) };
      if (!(await writeRest(writing, change, mine))) return contested(last);
      return { failure: null, uuid: null };
    } catch (error) {
      const refusal = context.servers.refusalOf(error);
      if (refusal === undefined) throw error;
      if (change.verb === "delete" && refusal.result === 32) return { failure: null, uuid: null };
      if (refusal.kind === "unknown") mine = true;
      const final = finalReason(refusal);
      if (final) return failing(final);
      last = refusal;
    }
  }
  if (last?.kind === "contested") return contested(last);
  return failing({ code: "ldap_server_busy", detail: { attempts: ATTEMPTS, reason: last?.message ?? "" } });
}

const contested = ({ message }: WriteRefusal) => failing({ code: "ldap_entry_contested", detail: { reason: message } });

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

interface Noted extends Written {
  readonly each: NumberedChange;
}

/** Writes outcomes and links in batches, one after the other. */
class Ledger {
  readonly #context: Applying;
  #noted: Noted[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(context: Applying) {
    this.#context = context;
  }

  async note(noted: Noted): Promise<void> {
    this.#noted.push(noted);
    if (this.#noted.length >= FLUSH) await this.flush();
  }

  flush(): Promise<void> {
    const noted = this.#noted.splice(0);
    this.#writing = this.#writing.then(() => this.#write(noted));
    return this.#writing;
  }

  async #write(noted: readonly Noted[]) {
    if (noted.length === 0) return;
    const { kysely } = this.#context.database;
    const { targetId, runId } = this.#context;
    const linked = noted.filter(({ each }) => each.change.linked);
    const applied = linked.filter(({ failure }) => failure === null);
    const deleted = applied.filter(({ each }) => each.change.verb === "delete");
    // What was surely not made is not ours; what may have been made stays known by its name.
    const unmade = linked.filter((one) => one.each.change.verb === "create" && !mayBeThere(one));
    const kept = applied.filter(({ each }) => each.change.verb !== "delete");
    await keepLinks(
      kysely,
      targetId,
      kept.map((one) => this.#linkOf(one)),
    );
    await forgetLinks(
      kysely,
      targetId,
      [...deleted, ...unmade].map(({ each }) => each.change),
    );
    await writeOutcomes(
      kysely,
      runId,
      noted.flatMap(({ each, failure }) => (failure === null ? [each.seq] : [])),
      noted.flatMap(({ each, failure }) => (failure === null ? [] : [{ seq: each.seq, failure }])),
    );
  }

  #linkOf({ each: { change }, uuid: told }: Noted): EntryLink {
    const { links, passwords } = this.#context;
    const { kind, subject, verb, uuid, newDn, dn } = change;
    const before = links.get(linkKey(change));
    const disabled = kind === "people" && isOfLeaver(change.wanted);
    const kept = verb === "create" || disabled ? null : (before?.passwordAt ?? null);
    return {
      ...{ kind, subject, uuid: uuid ?? told, dn: newDn ?? dn, disabled },
      adopted: verb === "adopt" || before?.adopted === true,
      passwordAt: change.password && !disabled ? (passwords.get(subject)?.setAt ?? null) : kept,
    };
  }
}
