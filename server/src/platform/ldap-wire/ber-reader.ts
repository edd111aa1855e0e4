import type { LastRead } from "./last-read.ts";
import { WireError } from "./wire-error.ts";
import type { WordTable } from "./word-table.ts";

/** Reads one frame of BER from its start to its end. Every length is checked against what it lies in. */
export class BerReader {
  readonly #bytes: Buffer;
  #at = 0;
  #end: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  /** Whether the element that is open is read to its end. */
  get atEnd(): boolean {
    return this.#at === this.#end;
  }

  get position(): number {
    return this.#at;
  }

  /** The bytes between two positions. */
  between(from: number, to: number): Buffer {
    return this.#bytes.subarray(from, to);
  }

  /** The tag that comes next; -1 at the end. */
  peek(): number {
    return this.#at < this.#end ? (this.#bytes[this.#at] as number) : -1;
  }

  /** Steps into an element. Hand what it returns to `close`. */
  open(tag: number): number {
    const length = this.#header(tag);
    const outer = this.#end;
    this.#end = this.#at + length;
    return outer;
  }

  /** Steps out of an element that was read to its end. */
  close(outer: number): void {
    if (this.#at !== this.#end) throw new WireError("trailing bytes");
    this.#end = outer;
  }

  integer(tag = 0x02): number {
    const length = this.#header(tag);
    if (length < 1 || length > 4) throw new WireError("an integer of too many octets");
    const value = this.#bytes.readIntBE(this.#at, length);
    this.#at += length;
    return value;
  }

  boolean(tag = 0x01): boolean {
    const length = this.#header(tag);
    if (length !== 1) throw new WireError("a boolean of more than one octet");
    return this.#bytes[this.#at++] !== 0;
  }

  octets(tag = 0x04): Buffer {
    const length = this.#header(tag);
    const value = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return value;
  }

  text(tag = 0x04): string {
    const length = this.#header(tag);
    const value = this.#bytes.toString("utf8", this.#at, this.#at + length);
    this.#at += length;
    return value;
  }

  /** Text that is one of few. */
  word(table: WordTable, tag = 0x04): string {
    const length = this.#header(tag);
    this.#at += length;
    return table.read(this.#bytes, this.#at - length, this.#at);
  }

  /** An element that is often the same as the last time; `read` reads it where it is not. What it gave before must not be changed. */
  again<Value>(last: LastRead<Value>, read: () => Value): Value {
    const found = last.find(this.#bytes, this.#at, this.#end);
    if (found !== undefined) {
      this.#at += found.length;
      return found.value;
    }
    const from = this.#at;
    const value = read();
    last.keep(this.#bytes, from, this.#at, value);
    return value;
  }

  /** Passes over an element, of any tag where none is named. */
  skip(tag = this.peek()): void {
    const length = this.#header(tag);
    this.#at += length;
  }

  #header(tag: number): number {
    if (this.peek() !== tag || tag < 0 || (tag & 0x1f) === 0x1f) throw new WireError("an unexpected tag");
    this.#at += 1;
    if (this.#at >= this.#end) throw new WireError("a missing length");
    let length = this.#bytes[this.#at++] as number;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets < 1 || octets > 4 || this.#at + octets > this.#end) throw new WireError("a length we do not read");
      length = this.#bytes.readUIntBE(this.#at, octets);
      this.#at += octets;
    }
    if (length > this.#end - this.#at) throw new WireError("a length beyond its parent");
    return length;
  }
}
