import { WireError } from "./wire-error.ts";

/** Cuts a stream into frames: the outer SEQUENCE of each message (RFC 4511 section 5.1). */
export class Framer {
  #chunks: Buffer[] = [];
  #held = 0;
  /** Octets the frame at the front has, header included; 0: not known yet. */
  #wanted = 0;

  /** Whether a frame has begun and not ended. */
  get isPartial(): boolean {
    return this.#held > 0;
  }

  /** Takes what arrived. Call `next` until there is none. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    // Somebody who sends octet by octet must not make a list of a million buffers.
    if (this.#chunks.length > 256) this.#chunks = [Buffer.concat(this.#chunks, this.#held)];
  }

  /** @param largest octets a frame may have */
  next(largest: number): Buffer | undefined {
    if (this.#wanted === 0 && this.#held > 0) this.#wanted = this.#readHeader(largest);
    if (this.#wanted === 0 || this.#held < this.#wanted) return undefined;
    const all = this.#joined();
    const frame = all.subarray(0, this.#wanted);
    const rest = all.subarray(this.#wanted);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#held = rest.length;
    this.#wanted = 0;
    return frame;
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    return this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks, this.#held);
  }

  #readHeader(largest: number): number {
    const start = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks, this.#held);
    if (start[0] !== 0x30) throw new WireError("not a message");
    if (start.length < 2) return 0;
    const first = start[1] as number;
    let wanted = 2 + first;
    if (first >= 0x80) {
      const octets = first & 0x7f;
      if (octets < 1 || octets > 4) throw new WireError("a length we do not read");
      if (start.length < 2 + octets) return 0;
      wanted = 2 + octets + start.readUIntBE(2, octets);
    }
    if (wanted > largest) throw new WireError("too large a message");
    return wanted;
  }
}
