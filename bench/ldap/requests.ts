import type { Filter } from "../../server/src/core/ldap/filter.ts";
import { BerWriter } from "../../server/src/platform/ldap-wire/ber-writer.ts";

/** Messages for the load generator, each behind its length; the message ID stands at octet 8 in four octets. */

export function encodeBind(dn: string, password: string): Buffer {
  return frame((writer) => {
    writer.start(0x60);
    writer.integer(3);
    writer.text(dn);
    writer.text(password, 0x80);
    writer.end();
  });
}

/** A search below a base for everything that matches. */
export function encodeSearch(base: string, filter: Filter, attributes: readonly string[]): Buffer {
  return frame((writer) => {
    writer.start(0x63);
    writer.text(base);
    for (const choice of [2, 0]) writer.enumerated(choice);
    for (const limit of [0, 0]) writer.integer(limit);
    writer.octets(Uint8Array.of(0), 0x01);
    writeFilter(writer, filter);
    writer.start(0x30);
    for (const attribute of attributes) writer.text(attribute);
    writer.end();
    writer.end();
  });
}

function writeFilter(writer: BerWriter, filter: Filter): void {
  if (filter.kind === "equal") {
    writer.start(0xa3);
    writer.text(filter.attribute);
    writer.text(filter.value);
  } else if (filter.kind === "substrings") {
    writer.start(0xa4);
    writer.text(filter.attribute);
    writer.start(0x30);
    for (const piece of filter.any) writer.text(piece, 0x81);
    writer.end();
  } else throw new Error(`no request of the bench has a filter of the kind ${filter.kind}`);
  writer.end();
}

function frame(write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.start(0x30);
  // Large enough to take four octets; the generator writes the real one.
  writer.integer(0x40000000);
  write(writer);
  writer.end();
  const message = writer.take();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  return Buffer.concat([length, message]);
}
