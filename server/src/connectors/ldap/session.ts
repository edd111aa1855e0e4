import { Attribute, Change, type Client, NoSuchObjectError, ResultCodeError } from "ldapts";
import type { Attributes, FoundEntry } from "../../core/ldap/provision/types.ts";
import { type LdapAddress, shownAddress } from "./address.ts";
import { toWriteFailure } from "./classify.ts";
import { type Connected, connectAndBind, type LdapTiming } from "./connect.ts";
import { toFoundEntry } from "./entry-values.ts";
import { LdapUnusable, reasonOf, WriteFailure } from "./failure.ts";
import { readPages } from "./paged-read.ts";
import { PostRead } from "./post-read.ts";

/** One modification of an attribute (RFC 4511 section 4.6). */
export interface Modification {
  readonly operation: "add" | "delete" | "replace";
  readonly type: string;
  readonly values: readonly string[];
}

/**
 * A bound connection. Operations may be in flight together; the server does them in its own order. Once it is not `usable` any more,
 * open another.
 */
export interface LdapSession {
  readonly usable: boolean;
  readonly fingerprint: string | null;
  /** Reads everything at and below a name, in pages, and does nothing else meanwhile. An absent base has nothing. @throws LdapUnusable */
  readBelow(
    dn: string,
    attributes: readonly string[],
    onPage?: (entries: readonly FoundEntry[]) => void,
  ): Promise<FoundEntry[]>;
  /** Undefined when it is not there. @throws WriteFailure `unknown` when the connection breaks, LdapUnusable otherwise */
  read(dn: string, attributes: readonly string[]): Promise<FoundEntry | undefined>;
  /** Gives the new entry's entryUUID, or null where the server does not tell it. @throws WriteFailure, as all that write */
  add(dn: string, attributes: Attributes): Promise<string | null>;
  modify(dn: string, modifications: readonly Modification[]): Promise<void>;
  /** The new name's parent is given where it is another. */
  rename(dn: string, newRdn: string, newParent: string | null): Promise<void>;
  remove(dn: string): Promise<void>;
  /** An extended operation's answer (RFC 4511 section 4.12). */
  extended(oid: string): Promise<string>;
  close(): Promise<void>;
}

const NO_LIMITS = { sizeLimit: 0, timeLimit: 0 } as const;

/** @throws LdapUnusable */
export async function openLdapSession(address: LdapAddress, timing?: LdapTiming): Promise<LdapSession> {
  return new Session(await connectAndBind(address, timing), shownAddress(address));
}

class Session implements LdapSession {
  readonly fingerprint: string | null;
  readonly #connected: Connected;
  readonly #shown: string;
  /** The connection is one reading's alone. */
  #isReading = false;

  constructor(connected: Connected, shown: string) {
    this.fingerprint = connected.fingerprint;
    this.#connected = connected;
    this.#shown = shown;
  }

  get #client(): Client {
    return this.#connected.client;
  }

  get usable(): boolean {
    return this.#client.isBound;
  }

  async readBelow(dn: string, attributes: readonly string[], onPage?: (entries: readonly FoundEntry[]) => void) {
    const entries: FoundEntry[] = [];
    try {
      await this.#readPages(dn, attributes, (page) => {
        for (const entry of page) entries.push(entry);
        onPage?.(page);
      });
    } catch (error) {
      if (error instanceof NoSuchObjectError && entries.length === 0) return [];
      throw this.#toUnusable(error, dn, entries.length);
    }
    return entries;
  }

  async #readPages(dn: string, attributes: readonly string[], onPage: (entries: readonly FoundEntry[]) => void) {
    this.#requireUsable();
    const { socket, operationMs: silenceMs } = this.#connected;
    this.#isReading = true;
    try {
      await readPages(socket, { dn, attributes, silenceMs }, onPage);
    } finally {
      this.#isReading = false;
    }
  }

  async read(dn: string, attributes: readonly string[]) {
    try {
      this.#requireUsable();
      const { searchEntries } = await this.#client.search(dn, {
        ...NO_LIMITS,
        scope: "base",
        attributes: [...attributes],
      });
      const [entry] = searchEntries;
      return entry && toFoundEntry(entry);
    } catch (error) {
      if (error instanceof NoSuchObjectError) return undefined;
      if (error instanceof ResultCodeError) throw this.#toUnusable(error, dn, 0);
      throw toWriteFailure(error);
    }
  }

  async add(dn: string, attributes: Attributes): Promise<string | null> {
    const list = Object.entries(attributes).map(([type, values]) => new Attribute({ type, values: [...values] }));
    const told = new PostRead();
    await this.#write(() => this.#client.add(dn, list, told));
    return told.uuid;
  }

  modify(dn: string, modifications: readonly Modification[]): Promise<void> {
    const changes = modifications.map(
      ({ operation, type, values }) =>
        new Change({ operation, modification: new Attribute({ type, values: [...values] }) }),
    );
    return this.#write(() => this.#client.modify(dn, changes));
  }

  rename(dn: string, newRdn: string, newParent: string | null): Promise<void> {
    // The library cuts this at the first comma that follows no backslash: right for every first part that does not end in one.
    const whole = newParent === null ? newRdn : `${newRdn},${newParent}`;
    return this.#write(() => this.#client.modifyDN(dn, whole));
  }

  remove(dn: string): Promise<void> {
    return this.#write(() => this.#client.del(dn));
  }

  async extended(oid: string): Promise<string> {
    this.#requireUsable();
    return (await this.#client.exop(oid)).value ?? "";
  }

  async close(): Promise<void> {
    // Nobody waits for an answer to an unbind, and a connection that is gone needs none.
    await this.#client.unbind().catch(() => undefined);
  }

  async #write(send: () => Promise<void>): Promise<void> {
    try {
      this.#requireUsable();
      await send();
    } catch (error) {
      const failure = toWriteFailure(error);
      // Behind an answer that was not understood, others may be lost: nothing more can be learned on this connection.
      if (failure.kind === "unknown") await this.close();
      throw failure;
    }
  }

  /** The library would connect again by itself, and go on as nobody. */
  #requireUsable(): void {
    if (this.#isReading) throw new Error("the connection is being read from");
    if (!this.usable) throw new WriteFailure("unknown", null, "the connection is gone");
  }

  #toUnusable(error: unknown, dn: string, read: number): LdapUnusable {
    if (!(error instanceof ResultCodeError))
      return new LdapUnusable("ldap_unreachable", { address: this.#shown, reason: reasonOf(error) }, error);
    // 3, 4 and 11: time, size and administrative limits.
    if ([3, 4, 11].includes(error.code)) return new LdapUnusable("ldap_read_limited", { read }, error);
    return new LdapUnusable("ldap_read_refused", { base_dn: dn, reason: reasonOf(error) }, error);
  }
}
