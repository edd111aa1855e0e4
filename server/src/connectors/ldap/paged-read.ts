import type { Socket } from "node:net";
import { StatusCodeParser } from "ldapts";
import type { FoundEntry } from "../../core/ldap/provision/types.ts";
import { OID } from "../../core/ldap/root-dse.ts";
import { BerReader } from "../../platform/ldap-wire/ber-reader.ts";
import { BerWriter } from "../../platform/ldap-wire/ber-writer.ts";
import { Framer } from "../../platform/ldap-wire/framer.ts";
import { readPagedControl, writePagedControl } from "../../platform/ldap-wire/paged-control.ts";
import { WireError } from "../../platform/ldap-wire/wire-error.ts";
import { ENTRY, makeEntryReceiver } from "./received-entry.ts";

/** What is read: everything at and below a name. */
export interface PagedSearch {
  readonly dn: string;
  readonly attributes: readonly string[];
  /** How long the server may be silent. */
  readonly silenceMs: number;
}

/** Larger pages save nothing (ldap.md 2.5). */
const PAGE = 1000;
/** The library counts its messages from 1. */
const FIRST_ID = 2 ** 30;
/** A group of a million people is one message. */
const LARGEST = 2 ** 28;
const [WHOLE_SUBTREE, NEVER_DEREFERENCE, NO_LIMIT] = [2, 0, 0];
/** Tags of a search's other answers (RFC 4511 sections 4.5.2, 4.5.3 and 4.4.1). */
const [DONE, REFERENCE, EXTENDED] = [0x65, 0x73, 0x78];

/**
 * Reads all pages of a search, on a bound connection where nothing else is in flight. The library that connected takes four times
 * as long to decode an entry as the server needs to send it, so answers go past it meanwhile.
 *
 * @param onPage gets the entries of each page, while the next one is on its way
 * @throws the library's error for what the server answered, another when the connection breaks, is silent, or cannot be understood: it
 *   is closed then
 */
export async function readPages(
  socket: Socket,
  search: PagedSearch,
  onPage: (entries: readonly FoundEntry[]) => void,
): Promise<void> {
  const listening = socket.listeners("data") as ((chunk: Buffer) => void)[];
  socket.removeAllListeners("data");
  try {
    await new Promise<void>((resolve, reject) => new PagedRead(socket, search, onPage, resolve, reject).begin());
  } finally {
    for (const listener of listening) socket.on("data", listener);
  }
}

class PagedRead {
  readonly #socket: Socket;
  readonly #search: PagedSearch;
  readonly #onPage: (entries: readonly FoundEntry[]) => void;
  readonly #settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void };
  readonly #framer = new Framer();
  readonly #receive = makeEntryReceiver();
  readonly #silence: NodeJS.Timeout;
  #id = FIRST_ID - 1;
  #entries: FoundEntry[] = [];

  constructor(
    socket: Socket,
    search: PagedSearch,
    onPage: (entries: readonly FoundEntry[]) => void,
    resolve: () => void,
    reject: (error: unknown) => void,
  ) {
    this.#socket = socket;
    this.#search = search;
    this.#onPage = onPage;
    this.#settle = { resolve, reject };
    this.#silence = setTimeout(() => this.#fail(new Error("no answer")), search.silenceMs);
  }

  begin(): void {
    this.#socket.on("data", this.#take);
    this.#socket.on("error", this.#fail);
    this.#socket.on("close", this.#closed);
    this.#ask(NOTHING);
  }

  readonly #take = (chunk: Buffer): void => {
    this.#silence.refresh();
    try {
      this.#framer.push(chunk);
      for (let frame = this.#framer.next(LARGEST); frame; frame = this.#framer.next(LARGEST)) this.#read(frame);
    } catch (error) {
      this.#fail(error);
    }
  };

  #ask(cookie: Buffer): void {
    this.#id += 1;
    this.#socket.write(pageRequest(this.#id, this.#search, cookie));
  }

  #read(frame: Buffer): void {
    const reader = new BerReader(frame);
    reader.open(0x30);
    const id = reader.integer();
    const tag = reader.peek();
    if (id === 0 && tag === EXTENDED) throw new Error("the server takes its leave");
    if (id !== this.#id) throw new WireError("an answer to nothing that was asked");
    if (tag === ENTRY) this.#entries.push(this.#receive(reader));
    // What lies on another server is that one's.
    else if (tag !== REFERENCE) this.#readDone(reader);
  }

  #readDone(reader: BerReader): void {
    const outer = reader.open(DONE);
    const status = reader.integer(0x0a);
    reader.octets();
    const errorMessage = reader.text();
    while (!reader.atEnd) reader.skip();
    reader.close(outer);
    if (status !== 0) {
      this.#end();
      this.#settle.reject(StatusCodeParser.parse({ status, errorMessage } as never));
      return;
    }
    const cookie = readCookie(reader);
    const entries = this.#entries;
    this.#entries = [];
    if (cookie.length > 0) this.#ask(cookie);
    else this.#end();
    this.#onPage(entries);
    if (cookie.length === 0) this.#settle.resolve();
  }

  readonly #closed = (): void => this.#fail(new Error("the connection was closed before the answer came"));

  readonly #fail = (error: unknown): void => {
    this.#end();
    this.#settle.reject(error);
    this.#socket.destroy();
  };

  #end(): void {
    clearTimeout(this.#silence);
    this.#socket.off("data", this.#take);
    this.#socket.off("error", this.#fail);
    this.#socket.off("close", this.#closed);
  }
}

const NOTHING = Buffer.alloc(0);

/** A search for everything with classes, which is everything (RFC 4511 section 4.5.1). */
function pageRequest(id: number, { dn, attributes }: PagedSearch, cookie: Buffer): Buffer {
  const writer = new BerWriter();
  writer.start(0x30);
  writer.integer(id);
  writer.start(0x63);
  writer.text(dn);
  writer.enumerated(WHOLE_SUBTREE);
  writer.enumerated(NEVER_DEREFERENCE);
  writer.integer(NO_LIMIT);
  writer.integer(NO_LIMIT);
  writer.octets(Buffer.of(0), 0x01);
  writer.text("objectClass", 0x87);
  writer.start(0x30);
  for (const attribute of attributes) writer.text(attribute);
  writer.end();
  writer.end();
  writePagedControl(writer, OID.pagedResults, { size: PAGE, cookie });
  writer.end();
  return writer.take();
}

/** Where the next page begins; nothing after the last, and from a server that does not know pages and sent all at once. */
function readCookie(reader: BerReader): Buffer {
  if (reader.atEnd) return NOTHING;
  const controls = reader.open(0xa0);
  let cookie = NOTHING;
  while (!reader.atEnd) {
    const control = reader.open(0x30);
    const type = reader.text();
    if (reader.peek() === 0x01) reader.boolean();
    if (type === OID.pagedResults) cookie = Buffer.from(readPagedControl(reader.octets()).cookie);
    while (!reader.atEnd) reader.skip();
    reader.close(control);
  }
  reader.close(controls);
  return cookie;
}
