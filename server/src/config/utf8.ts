import { isUtf8 } from "node:buffer";

/** Reads bytes as UTF-8, without their byte order mark; `null` when they are something else. */
export function readUtf8(bytes: Uint8Array): string | null {
  return isUtf8(bytes) ? new TextDecoder("utf-8").decode(bytes) : null;
}

/** Line and column (from 1, in characters) of the first thing in `bytes` that is not UTF-8. */
export function firstBadCharacter(bytes: Uint8Array): { readonly line: number; readonly column: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [line, column, offset] = [1, 1, 0];
  for (const character of new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)) {
    const length = Buffer.byteLength(character);
    // The decoder writes U+FFFD for what it cannot read; a real one is spelt out in the bytes.
    if (character === "\u{fffd}" && buffer.toString("hex", offset, offset + length) !== "efbfbd") break;
    offset += length;
    column++;
    if (character === "\n") [line, column] = [line + 1, 1];
  }
  return { line, column };
}
