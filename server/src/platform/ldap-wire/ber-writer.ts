/** A buffer that grew beyond this is given back after it was taken. */
const KEEP = 1024 * 1024;

/** Octets of a tag and a length in the four-octet form. */
export const HEADER = 6;

/** Octets that `text` writes. */
export function sizeOfText(value: string): number {
  const length = Buffer.byteLength(value);
  const isShort = value.length < 128 && (length === value.length || value.length < 42);
  return (isShort ? 2 : HEADER) + length;
}

/**
 * Writes BER. Lengths of constructed elements have the fixed four-octet form, so that nothing is ever shifted. One writer
 * serves the whole process: whoever writes takes the bytes before anything else can run.
 */
export class BerWriter {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024);
  #at = 0;
  readonly #open: number[] = [];

  get length(): number {
    return this.#at;
  }

  start(tag: number): void {
    this.#reserve(6);
    this.#bytes[this.#at] = tag;
    this.#bytes[this.#at + 1] = 0x84;
    this.#open.push(this.#at + 2);
    this.#at += 6;
  }

  end(): void {
    const at = this.#open.pop();
    if (at === undefined) throw new Error("nothing is open");
    this.#writeLength(this.#at - at - 4, at);
  }

  /** Begins an element whose length is known, so that it can be written in several turns; nothing ends it. */
  header(tag: number, length: number): void {
    this.#reserve(HEADER);
    this.#bytes[this.#at] = tag;
    this.#bytes[this.#at + 1] = 0x84;
    this.#writeLength(length, this.#at + 2);
    this.#at += HEADER;
  }

  integer(value: number, tag = 0x02): void {
    this.#reserve(7);
    const octets = value >= -128 && value < 128 ? 1 : value >= -32768 && value < 32768 ? 2 : 4;
    this.#bytes[this.#at] = tag;
    this.#bytes[this.#at + 1] = octets;
    this.#bytes.writeIntBE(value, this.#at + 2, octets);
    this.#at += 2 + octets;
  }

  enumerated(value: number): void {
    this.integer(value, 0x0a);
  }

  text(value: string, tag = 0x04): void {
    // UTF-16 units have at most three octets in UTF-8.
    this.#reserve(6 + value.length * 3);
    const start = this.#at;
    if (value.length < 128) {
      const length = this.#ascii(value, start + 2) ?? (value.length < 42 ? this.#bytes.write(value, start + 2) : 128);
      if (length < 128) {
        this.#bytes[start] = tag;
        this.#bytes[start + 1] = length;
        this.#at = start + 2 + length;
        return;
      }
    }
    const length = this.#bytes.write(value, start + 6, "utf8");
    this.#bytes[start] = tag;
    this.#bytes[start + 1] = 0x84;
    this.#writeLength(length, start + 2);
    this.#at = start + 6 + length;
  }

  #writeLength(length: number, at: number): void {
    this.#bytes[at] = length >>> 24;
    this.#bytes[at + 1] = length >>> 16;
    this.#bytes[at + 2] = length >>> 8;
    this.#bytes[at + 3] = length;
  }

  /**
   * Writes short text octet by octet, which saves the way out of JavaScript: a third of an entry's time. Returns undefined,
   * having written something, when it is not ASCII.
   */
  #ascii(value: string, at: number): number | undefined {
    const bytes = this.#bytes;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return undefined;
      bytes[at + index] = code;
    }
    return value.length;
  }

  octets(value: Uint8Array, tag = 0x04): void {
    this.#reserve(6 + value.length);
    this.#bytes[this.#at] = tag;
    this.#bytes[this.#at + 1] = 0x84;
    this.#writeLength(value.length, this.#at + 2);
    this.#bytes.set(value, this.#at + 6);
    this.#at += 6 + value.length;
  }

  /** What was written since it was last taken. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#at));
    this.truncate(0);
    if (this.#bytes.length > KEEP) this.#bytes = Buffer.allocUnsafeSlow(64 * 1024);
    return taken;
  }

  /** Forgets what was written behind a length, which is that of whole messages. */
  truncate(length: number): void {
    this.#at = length;
    this.#open.length = 0;
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + more));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
