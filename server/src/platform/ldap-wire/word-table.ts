/**
 * Words that come again and again, such as names of attributes: comparing a dozen octets costs less than making a text of them.
 * Of those with the same length, beginning and end it knows the last one.
 */
export class WordTable {
  readonly #words = new Map<number, { readonly octets: Uint8Array; readonly text: string }>();
  readonly #toText: (octets: Buffer) => string;

  /** @param toText what a word is read as, the same every time */
  constructor(toText: (octets: Buffer) => string) {
    this.#toText = toText;
  }

  /** The word between two positions. */
  read(bytes: Buffer, from: number, to: number): string {
    const length = to - from;
    if (length === 0 || length > LONGEST) return this.#toText(bytes.subarray(from, to));
    const key = (length << 16) | ((bytes[from] as number) << 8) | (bytes[to - 1] as number);
    const known = this.#words.get(key);
    if (known !== undefined && isAt(known.octets, bytes, from)) return known.text;
    const octets = Uint8Array.prototype.slice.call(bytes, from, to);
    const text = this.#toText(bytes.subarray(from, to));
    if (known !== undefined || this.#words.size < MOST) this.#words.set(key, { octets, text });
    return text;
  }
}

/** Longer ones and more of them are not kept: the table stays small whatever is read. */
const LONGEST = 64;
const MOST = 1000;

function isAt(octets: Uint8Array, bytes: Buffer, from: number): boolean {
  for (let index = 0; index < octets.length; index++) if (bytes[from + index] !== octets[index]) return false;
  return true;
}
