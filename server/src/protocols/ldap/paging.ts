import { createHash } from "node:crypto";
import { OID } from "../../core/ldap/root-dse.ts";
import { readPagedControl } from "../../platform/ldap-wire/paged-control.ts";
import { WireError } from "../../platform/ldap-wire/wire-error.ts";
import type { Control, SearchRequest } from "./wire/messages.ts";

/** A page of a search as it was asked for. */
export interface Page {
  readonly size: number;
  /** Order of the last node of the page before; -1 at the first. */
  readonly after: number;
  /** Entries the pages before had: a size limit counts over all of them. */
  readonly sent: number;
  /** The client gives the rest up (RFC 2696 section 3). */
  readonly ends: boolean;
}

/**
 * The page a search asks for; null without the control, "wrong" for a cookie of another search. Nothing is kept between pages:
 * the cookie says where to go on, and which search it belongs to.
 *
 * @throws WireError for a control that is no such
 */
export function readPage(request: SearchRequest, controls: readonly Control[]): Page | null | "wrong" {
  const control = controls.find(({ type }) => type === OID.pagedResults);
  if (control === undefined) return null;
  if (control.value === null) throw new WireError("a paged search without a page");
  const { size, cookie } = readPagedControl(control.value);
  if (cookie.length === 0) return { size, after: -1, sent: 0, ends: size === 0 };
  if (cookie.length !== 28 || !cookie.subarray(12).equals(fingerprint(request))) return "wrong";
  return { size, after: Number(cookie.readBigUInt64BE(0)), sent: cookie.readUInt32BE(8), ends: size === 0 };
}

/** The cookie that goes on behind a node, after so many entries. */
export function makeCookie(request: SearchRequest, last: number, sent: number): Buffer {
  const place = Buffer.alloc(12);
  place.writeBigUInt64BE(BigInt(last));
  place.writeUInt32BE(sent, 8);
  return Buffer.concat([place, fingerprint(request)]);
}

function fingerprint({ base, scope, fingerprint: asked }: SearchRequest): Buffer {
  return createHash("sha256").update(`${scope}\0${base}\0`).update(asked()).digest().subarray(0, 16);
}
