import type { MatchedEntry } from "../../../core/ldap/match.ts";
import type { Selected } from "../../../core/ldap/select.ts";
import { type BerWriter, HEADER, sizeOfText } from "../../../platform/ldap-wire/ber-writer.ts";
import { RESPONSE } from "./messages.ts";

/** Values between two looks at whether to pause. */
const LOOK_EVERY = 64;

/**
 * Writes the same bytes as `writeEntry`, piece by piece, so that a group of everybody neither holds others up nor lies in memory
 * as a whole for each who asks. BER tells lengths first: the entry is weighed, then written out of the same values.
 *
 * @param shouldPause asked every few values, in both rounds
 * @yields when it should pause; whether octets of the entry are written by then, so that nothing else may come before its rest
 */
export function* writeLargeEntry(
  writer: BerWriter,
  id: number,
  dn: string,
  entry: Pick<MatchedEntry, "values">,
  selected: readonly Selected[],
  shouldPause: () => boolean,
): Generator<{ readonly begun: boolean }, void> {
  const attributes: { readonly spelling: string; readonly values: readonly string[]; readonly size: number }[] = [];
  let size = 0;
  for (const { type, spelling } of selected) {
    const values = entry.values(type.name);
    if (values.length === 0) continue;
    let ofValues = 0;
    for (let at = 0; at < values.length; at++) {
      ofValues += sizeOfText(values[at] as string);
      if (at % LOOK_EVERY === 0 && shouldPause()) yield { begun: false };
    }
    attributes.push({ spelling, values, size: ofValues });
    size += 2 * HEADER + sizeOfText(spelling) + ofValues;
  }
  writer.header(0x30, sizeOfInteger(id) + HEADER + sizeOfText(dn) + HEADER + size);
  writer.integer(id);
  writer.header(RESPONSE.entry, sizeOfText(dn) + HEADER + size);
  writer.text(dn);
  writer.header(0x30, size);
  for (const { spelling, values, size: ofValues } of attributes) {
    writer.header(0x30, sizeOfText(spelling) + HEADER + ofValues);
    writer.text(spelling);
    writer.header(0x31, ofValues);
    for (let at = 0; at < values.length; at++) {
      writer.text(values[at] as string);
      if (at % LOOK_EVERY === 0 && shouldPause()) yield { begun: true };
    }
  }
}

function sizeOfInteger(value: number): number {
  return 2 + (value >= -128 && value < 128 ? 1 : value >= -32768 && value < 32768 ? 2 : 4);
}
