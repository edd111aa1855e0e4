import { createHash } from "node:crypto";
import { OID } from "../../core/ldap/root-dse.ts";
import type { Control, SearchRequest } from "./wire/messages.ts";
import { readPagedControl } from "./wire/paged-control.ts";

/** A page of a search as it was asked for. */
export interface Page {
  readonly size: number;
  /** Order of the last node of the page before; -1 at the first. */
  readonly after: number;
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
  if (!control?.value) return null;
  const { size, cookie } = readPagedControl(control.value);
  if (cookie.length === 0) return { size, after: -1, ends: size === 0 };
  if (cookie.length !== 24 || !cookie.subarray(8).equals(fingerprint(request))) return "wrong";
  return { size, after: Number(cookie.readBigUInt64BE(0)), ends: size === 0 };
}

/** The cookie that goes on behind a node. */
export function makeCookie(request: SearchRequest, last: number): Buffer {
  const order = Buffer.alloc(8);
  order.writeBigUInt64BE(BigInt(last));
  return Buffer.concat([order, fingerprint(request)]);
}

function fingerprint({ base, scope, fingerprint: asked }: SearchRequest): Buffer {
  return createHash("sha256").update(`${scope}\0${base}\0`).update(asked).digest().subarray(0, 16);
}
