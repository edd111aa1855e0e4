import { BerReader } from "../../../platform/ldap-wire/ber-reader.ts";
import { LastRead } from "../../../platform/ldap-wire/last-read.ts";
import { WireError } from "../../../platform/ldap-wire/wire-error.ts";
import type {
  BindRequest,
  CompareRequest,
  Control,
  Message,
  Request,
  SearchRequest,
  WriteRequest,
} from "./messages.ts";
import { readFilter } from "./read-filter.ts";

const MAX_ATTRIBUTES = 1000;
const MAX_CONTROLS = 32;

/** What searches of one connection are likely to repeat. */
export interface LastSearch {
  readonly base: LastRead<string>;
  readonly attributes: LastRead<readonly string[]>;
}

export function makeLastSearch(): LastSearch {
  return { base: new LastRead(), attributes: new LastRead() };
}

/** Reads a frame as a message (RFC 4511 section 4.1.1). @throws WireError */
export function readMessage(frame: Buffer, last: LastSearch): Message {
  const reader = new BerReader(frame);
  const outer = reader.open(0x30);
  const id = reader.integer();
  if (id < 0) throw new WireError("a negative message ID");
  const request = readRequest(reader, last);
  if (id === 0 && request.kind !== "abandon" && request.kind !== "unbind") throw new WireError("a message ID of 0");
  const controls = reader.atEnd ? [] : readControls(reader);
  reader.close(outer);
  if (!reader.atEnd) throw new WireError("trailing bytes");
  return { id, request, controls };
}

function readRequest(reader: BerReader, last: LastSearch): Request {
  switch (reader.peek()) {
    case 0x60:
      return readBind(reader);
    case 0x42:
      if (reader.octets(0x42).length > 0) throw new WireError("an unbind that says something");
      return { kind: "unbind" };
    case 0x63:
      return readSearch(reader, last);
    case 0x66:
      return readWrite(reader, "modify");
    case 0x68:
      return readWrite(reader, "add");
    case 0x4a:
      reader.text(0x4a);
      return { kind: "write", operation: "delete" };
    case 0x6c:
      return readWrite(reader, "modifyDn");
    case 0x6e:
      return readCompare(reader);
    case 0x50:
      return { kind: "abandon", messageId: reader.integer(0x50) };
    case 0x77:
      return readExtended(reader);
    default:
      throw new WireError("an unknown operation");
  }
}

function readBind(reader: BerReader): BindRequest {
  const outer = reader.open(0x60);
  const version = reader.integer();
  const name = reader.text();
  let password: string | null = null;
  if (reader.peek() === 0x80) password = reader.text(0x80);
  else if (reader.peek() === 0xa3) {
    const sasl = reader.open(0xa3);
    reader.text();
    if (!reader.atEnd) reader.octets();
    reader.close(sasl);
  } else reader.skip();
  reader.close(outer);
  return { kind: "bind", version, name, password };
}

function readSearch(reader: BerReader, last: LastSearch): SearchRequest {
  const outer = reader.open(0x63);
  const base = reader.again(last.base, () => reader.text());
  const scope = (["base", "one", "sub"] as const)[reader.integer(0x0a)];
  const deref = reader.integer(0x0a);
  const sizeLimit = reader.integer();
  const timeLimit = reader.integer();
  if (scope === undefined || deref < 0 || deref > 3 || sizeLimit < 0 || timeLimit < 0)
    throw new WireError("a search out of range");
  const typesOnly = reader.boolean();
  const from = reader.position;
  const filter = readFilter(reader);
  const attributes = reader.again(last.attributes, () => readAttributes(reader));
  const to = reader.position;
  const fingerprint = () => reader.between(from, to);
  reader.close(outer);
  return { kind: "search", base, scope, sizeLimit, timeLimit, typesOnly, filter, attributes, fingerprint };
}

function readAttributes(reader: BerReader): readonly string[] {
  const list = reader.open(0x30);
  const attributes: string[] = [];
  while (!reader.atEnd) {
    if (attributes.length === MAX_ATTRIBUTES) throw new WireError("too many attributes");
    attributes.push(reader.text());
  }
  reader.close(list);
  return attributes;
}

function readCompare(reader: BerReader): CompareRequest {
  const outer = reader.open(0x6e);
  const entry = reader.text();
  const assertion = reader.open(0x30);
  const attribute = reader.text();
  const value = reader.text();
  reader.close(assertion);
  reader.close(outer);
  return { kind: "compare", entry, attribute, value };
}

function readExtended(reader: BerReader): Request {
  const outer = reader.open(0x77);
  const name = reader.text(0x80);
  const value = reader.peek() === 0x81 ? reader.octets(0x81) : null;
  reader.close(outer);
  return { kind: "extended", name, value };
}

function readWrite(reader: BerReader, operation: WriteRequest["operation"]): WriteRequest {
  reader.skip();
  return { kind: "write", operation };
}

function readControls(reader: BerReader): Control[] {
  const outer = reader.open(0xa0);
  const controls: Control[] = [];
  while (!reader.atEnd) {
    if (controls.length === MAX_CONTROLS) throw new WireError("too many controls");
    const inner = reader.open(0x30);
    const type = reader.text();
    const critical = reader.peek() === 0x01 ? reader.boolean() : false;
    const value = reader.peek() === 0x04 ? reader.octets() : null;
    reader.close(inner);
    controls.push({ type, critical, value });
  }
  reader.close(outer);
  return controls;
}
