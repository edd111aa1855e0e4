import type { ExtensibleFilter, Filter, SubstringsFilter } from "../../../core/ldap/filter.ts";
import type { BerReader } from "../../../platform/ldap-wire/ber-reader.ts";
import { WireError } from "../../../platform/ldap-wire/wire-error.ts";

const MAX_DEPTH = 32;
const MAX_NODES = 2048;

/** Reads a filter (RFC 4511 section 4.5.1.7): at most 32 levels and 2,048 nodes. */
export function readFilter(reader: BerReader): Filter {
  return readNode(reader, 1, { left: MAX_NODES });
}

function readNode(reader: BerReader, depth: number, nodes: { left: number }): Filter {
  nodes.left -= 1;
  if (depth > MAX_DEPTH || nodes.left < 0) throw new WireError("too large a filter");
  const tag = reader.peek();
  switch (tag) {
    case 0xa0:
    case 0xa1: {
      const outer = reader.open(tag);
      const parts: Filter[] = [];
      while (!reader.atEnd) parts.push(readNode(reader, depth + 1, nodes));
      reader.close(outer);
      return { kind: tag === 0xa0 ? "and" : "or", parts };
    }
    case 0xa2: {
      const outer = reader.open(tag);
      const part = readNode(reader, depth + 1, nodes);
      reader.close(outer);
      return { kind: "not", part };
    }
    case 0xa3:
      return { kind: "equal", ...readAssertion(reader, tag) };
    case 0xa4:
      return readSubstrings(reader, nodes);
    case 0xa5:
      return { kind: "atLeast", ...readAssertion(reader, tag) };
    case 0xa6:
      return { kind: "atMost", ...readAssertion(reader, tag) };
    case 0x87:
      return { kind: "present", attribute: reader.text(0x87) };
    case 0xa8:
      return { kind: "approx", ...readAssertion(reader, tag) };
    case 0xa9:
      return readExtensible(reader);
    default:
      throw new WireError("an unknown filter");
  }
}

function readAssertion(reader: BerReader, tag: number): { attribute: string; value: string } {
  const outer = reader.open(tag);
  const attribute = reader.text();
  const value = reader.text();
  reader.close(outer);
  return { attribute, value };
}

function readSubstrings(reader: BerReader, nodes: { left: number }): SubstringsFilter {
  const outer = reader.open(0xa4);
  const attribute = reader.text();
  const pieces = reader.open(0x30);
  let initial: string | null = null;
  let final: string | null = null;
  const any: string[] = [];
  if (reader.atEnd) throw new WireError("substrings without a piece");
  while (!reader.atEnd) {
    nodes.left -= 1;
    const tag = reader.peek();
    const piece = reader.text(tag);
    if (nodes.left < 0 || final !== null) throw new WireError("substrings out of order");
    if (tag === 0x80 && initial === null && any.length === 0) initial = piece;
    else if (tag === 0x81) any.push(piece);
    else if (tag === 0x82) final = piece;
    else throw new WireError("substrings out of order");
  }
  reader.close(pieces);
  reader.close(outer);
  return { kind: "substrings", attribute, initial, any, final };
}

function readExtensible(reader: BerReader): ExtensibleFilter {
  const outer = reader.open(0xa9);
  const rule = reader.peek() === 0x81 ? reader.text(0x81) : null;
  const attribute = reader.peek() === 0x82 ? reader.text(0x82) : null;
  const value = reader.text(0x83);
  const dnAttributes = reader.peek() === 0x84 ? reader.boolean(0x84) : false;
  reader.close(outer);
  if (rule === null && attribute === null) throw new WireError("an extensible match of nothing");
  return { kind: "extensible", rule, attribute, value, dnAttributes };
}
