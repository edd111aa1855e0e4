import { WireError } from "./wire-error.ts";

/** Cuts a stream into frames: the outer SEQUENCE of each message (RFC 4511 section 5.1). */
export class Framer {
  #chunks: Buffer[] = [];
  /** Octets of the first chunk that belong to frames handed out before. */
  #from = 0;
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
    if (this.#chunks.length > 256) this.#join();
  }

  /** @param largest octets a frame may have */
  next(largest: number): Buffer | undefined {
    if (this.#wanted === 0 && this.#held > 0) this.#wanted = this.#readHeader(largest);
    if (this.#wanted === 0 || this.#held < this.#wanted) return undefined;
    const all = this.#join();
    const frame = all.subarray(this.#from, this.#from + this.#wanted);
    this.#from += this.#wanted;
    this.#held -= this.#wanted;
    this.#wanted = 0;
    if (this.#held === 0) {
      this.#chunks = [];
      this.#from = 0;
    }
    return frame;
  }

  /** All that is held, in one chunk. */
  #join(): Buffer {
    const [first] = this.#chunks;
    if (this.#chunks.length === 1 && first) return first;
    const joined = Buffer.concat(this.#chunks).subarray(this.#from);
    this.#chunks = [joined];
    this.#from = 0;
    return joined;
  }

  #readHeader(largest: number): number {
    const bytes = this.#join();
    const at = this.#from;
    if (bytes[at] !== 0x30) throw new WireError("not a message");
    if (this.#held < 2) return 0;
    const first = bytes[at + 1] as number;
    let wanted = 2 + first;
    if (first >= 0x80) {
      const octets = first & 0x7f;
      if (octets < 1 || octets > 4) throw new WireError("a length we do not read");
      if (this.#held < 2 + octets) return 0;
      wanted = 2 + octets + bytes.readUIntBE(at + 2, octets);
    }
    if (wanted > largest) throw new WireError("too large a message");
    return wanted;
  }
}
