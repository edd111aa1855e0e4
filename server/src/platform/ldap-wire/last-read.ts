/** Longer elements are not worth comparing. */
const MOST_OCTETS = 512;
const NOTHING = new Uint8Array(0);

/**
 * How an element of a connection was read last. An application's searches differ in one value: the same base, the same
 * attributes. Comparing some forty octets costs less than decoding them, and what is the same object is found again by identity.
 */
export class LastRead<Value> {
  #octets = NOTHING;
  #value: Value | undefined;

  /** What the octets at a position were read as, and how many they are; undefined when it was something else. */
  find(bytes: Uint8Array, at: number, end: number): { readonly value: Value; readonly length: number } | undefined {
    const { length } = this.#octets;
    if (length === 0 || length > end - at) return undefined;
    for (let index = 0; index < length; index++) if (bytes[at + index] !== this.#octets[index]) return undefined;
    return { value: this.#value as Value, length };
  }

  keep(bytes: Uint8Array, from: number, to: number, value: Value): void {
    if (to - from > MOST_OCTETS) return;
    this.#octets = Uint8Array.prototype.slice.call(bytes, from, to);
    this.#value = value;
  }
}
