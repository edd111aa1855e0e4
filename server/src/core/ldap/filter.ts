/** A search filter (RFC 4511 section 4.5.1.7). Attribute descriptions are as the client wrote them. */
export type Filter =
  | { readonly kind: "and" | "or"; readonly parts: readonly Filter[] }
  | { readonly kind: "not"; readonly part: Filter }
  | {
      readonly kind: "equal" | "atLeast" | "atMost" | "approx";
      readonly attribute: string;
      readonly value: string;
    }
  | { readonly kind: "present"; readonly attribute: string }
  | SubstringsFilter
  | ExtensibleFilter;

export interface SubstringsFilter {
  readonly kind: "substrings";
  readonly attribute: string;
  readonly initial: string | null;
  readonly any: readonly string[];
  readonly final: string | null;
}

export interface ExtensibleFilter {
  readonly kind: "extensible";
  readonly rule: string | null;
  readonly attribute: string | null;
  readonly value: string;
  /** The parts of the entry's name count as values as well. */
  readonly dnAttributes: boolean;
}
