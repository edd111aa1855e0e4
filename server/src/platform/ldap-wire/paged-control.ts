import { BerReader } from "./ber-reader.ts";
import type { BerWriter } from "./ber-writer.ts";
import { WireError } from "./wire-error.ts";

/** The paged results control (RFC 2696). */
export interface PagedControl {
  readonly size: number;
  readonly cookie: Buffer;
}

/** @throws WireError */
export function readPagedControl(value: Buffer): PagedControl {
  const reader = new BerReader(value);
  const outer = reader.open(0x30);
  const size = reader.integer();
  const cookie = reader.octets();
  reader.close(outer);
  if (size < 0 || !reader.atEnd) throw new WireError("a page size out of range");
  return { size, cookie };
}

/** Writes the controls of a message, of which this is the only one. In an answer, `size` is the total, and 0 tells none. */
export function writePagedControl(writer: BerWriter, type: string, { size, cookie }: PagedControl): void {
  writer.start(0xa0);
  writer.start(0x30);
  writer.text(type);
  writer.start(0x04);
  writer.start(0x30);
  writer.integer(size);
  writer.octets(cookie);
  writer.end();
  writer.end();
  writer.end();
  writer.end();
}
