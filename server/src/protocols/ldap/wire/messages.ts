import type { Filter } from "../../../core/ldap/filter.ts";
import type { SearchScope } from "../../../core/ldap/scope.ts";

/** The operations clients ask for (RFC 4511 section 4.2 to 4.14). */
export type Request =
  | BindRequest
  | { readonly kind: "unbind" }
  | SearchRequest
  | CompareRequest
  | { readonly kind: "abandon"; readonly messageId: number }
  | { readonly kind: "extended"; readonly name: string; readonly value: Buffer | null }
  | WriteRequest;

export interface BindRequest {
  readonly kind: "bind";
  readonly version: number;
  readonly name: string;
  /** Null: SASL, which we do not offer. */
  readonly password: string | null;
}

export interface SearchRequest {
  readonly kind: "search";
  readonly base: string;
  readonly scope: SearchScope;
  /** 0: no limit. */
  readonly sizeLimit: number;
  /** Seconds; 0: no limit. */
  readonly timeLimit: number;
  readonly typesOnly: boolean;
  readonly filter: Filter;
  readonly attributes: readonly string[];
  /** The bytes that make it the same search on the next page; few searches ask in pages. */
  readonly fingerprint: () => Buffer;
}

export interface CompareRequest {
  readonly kind: "compare";
  readonly entry: string;
  readonly attribute: string;
  readonly value: string;
}

/** Whatever would change the directory. Its content is not looked at: the answer is no. */
export interface WriteRequest {
  readonly kind: "write";
  readonly operation: "modify" | "add" | "delete" | "modifyDn";
}

export interface Control {
  readonly type: string;
  readonly critical: boolean;
  readonly value: Buffer | null;
}

export interface Message {
  readonly id: number;
  readonly request: Request;
  readonly controls: readonly Control[];
}

/** Tags of the answers. */
export const RESPONSE = {
  bind: 0x61,
  entry: 0x64,
  searchDone: 0x65,
  modify: 0x67,
  add: 0x69,
  delete: 0x6b,
  modifyDn: 0x6d,
  compare: 0x6f,
  extended: 0x78,
} as const;
