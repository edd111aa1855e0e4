import type { MatchedEntry } from "../../../core/ldap/match.ts";
import type { Selected } from "../../../core/ldap/select.ts";
import type { BerWriter } from "../../../platform/ldap-wire/ber-writer.ts";
import { writePagedControl } from "../../../platform/ldap-wire/paged-control.ts";
import { RESPONSE } from "./messages.ts";
import type { LdapResult } from "./result-codes.ts";

/** Writes a result (RFC 4511 section 4.1.9). */
export function writeResult(
  writer: BerWriter,
  id: number,
  tag: number,
  result: LdapResult,
  page?: { readonly type: string; readonly cookie: Buffer },
): void {
  writer.start(0x30);
  writer.integer(id);
  writer.start(tag);
  writeResultFields(writer, result);
  writer.end();
  // The total is not told: counting would cost a full search.
  if (page) writePagedControl(writer, page.type, { size: 0, cookie: page.cookie });
  writer.end();
}

/** Writes an answer to an extended request, or with the ID 0 a notice (RFC 4511 sections 4.12 and 4.4). */
export function writeExtended(
  writer: BerWriter,
  id: number,
  result: LdapResult,
  { name, value }: { readonly name?: string; readonly value?: string } = {},
): void {
  writer.start(0x30);
  writer.integer(id);
  writer.start(RESPONSE.extended);
  writeResultFields(writer, result);
  if (name !== undefined) writer.text(name, 0x8a);
  if (value !== undefined) writer.text(value, 0x8b);
  writer.end();
  writer.end();
}

function writeResultFields(writer: BerWriter, { code, matchedDn = "", message = "" }: LdapResult): void {
  writer.enumerated(code);
  writer.text(matchedDn);
  writer.text(message);
}

/**
 * Writes an entry (RFC 4511 section 4.5.2) with the attributes that were asked for. Those without a value are left out: clients
 * index the first one without looking.
 */
export function writeEntry(
  writer: BerWriter,
  id: number,
  dn: string,
  entry: Pick<MatchedEntry, "values">,
  { selected, typesOnly }: { readonly selected: readonly Selected[]; readonly typesOnly: boolean },
): void {
  writer.start(0x30);
  writer.integer(id);
  writer.start(RESPONSE.entry);
  writer.text(dn);
  writer.start(0x30);
  for (const { type, spelling } of selected) {
    const values = entry.values(type.name);
    if (values.length === 0) continue;
    writer.start(0x30);
    writer.text(spelling);
    writer.start(0x31);
    if (!typesOnly) for (const value of values) writer.text(value);
    writer.end();
    writer.end();
  }
  writer.end();
  writer.end();
  writer.end();
}
