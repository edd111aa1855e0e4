import type { Page, PageQuery } from "../../core/kernel/page.ts";

/** A list's query → what the reader is asked for. */
export function toPageQuery(query: { readonly limit: number; readonly cursor?: string | undefined }): PageQuery {
  return { limit: query.limit, cursor: query.cursor ?? null };
}

/** A page as the reader gives it → as the contract shows it. */
export function toPage<Item, View>(page: Page<Item>, map: (item: Item) => View) {
  return { items: page.items.map(map), next_cursor: page.nextCursor, total: page.total };
}

/** Maps rows one by one as they flow. */
export async function* mapRows<Item, View>(rows: AsyncIterable<Item>, map: (item: Item) => View): AsyncGenerator<View> {
  for await (const row of rows) yield map(row);
}
