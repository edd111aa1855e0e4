/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; hand it back to read on. `null` at the end. */
  readonly nextCursor: string | null;
  /** Number of items in the whole list, exact or an estimate; `null` where nobody counted. */
  readonly total: number | null;
}

/** What part of a list is wanted. */
export interface PageQuery {
  /** 1 to 200. */
  readonly limit: number;
  /** From the page before; `null` for the first. */
  readonly cursor: string | null;
}
