import type { RequestOf, RouteContract } from "@larkbridge/contract";
import type { Client } from "./client.ts";

interface AnyPage {
  readonly items: readonly unknown[];
  readonly next_cursor: string | null;
  readonly total: number | null;
}

const LARGEST_PAGE = 200;

/** Reads a list page by page until it has so many items or the list ends. `total` and `next_cursor` are the last page's. */
export async function readUpTo<Item>(
  client: Client,
  route: RouteContract,
  request: RequestOf<RouteContract>,
  limit: number,
): Promise<{ readonly items: Item[]; readonly nextCursor: string | null; readonly total: number | null }> {
  const items: Item[] = [];
  let cursor: string | null = null;
  let total: number | null = null;
  do {
    const query = {
      ...(request.query as object | undefined),
      limit: Math.min(LARGEST_PAGE, limit - items.length),
      ...(cursor === null ? {} : { cursor }),
    };
    const page = (await client.call(route, { ...request, query } as RequestOf<RouteContract>)) as AnyPage;
    items.push(...(page.items as Item[]));
    cursor = page.next_cursor;
    total = page.total;
  } while (cursor !== null && items.length < limit);
  return { items, nextCursor: cursor, total };
}
