import type { Page, PageQuery } from "../../src/core/kernel/page.ts";
import { err, ok, type Result } from "../../src/core/kernel/result.ts";

/** Cursors are offsets. */
export async function pageOf<Item>(
  items: readonly Item[],
  { limit, cursor }: PageQuery,
): Promise<Result<Page<Item>, { code: "cursor_invalid" }>> {
  const from = cursor === null ? 0 : Number(cursor);
  if (!Number.isInteger(from)) return err({ code: "cursor_invalid" });
  const next = from + limit;
  return ok({
    items: items.slice(from, next),
    nextCursor: next < items.length ? String(next) : null,
    total: items.length,
  });
}

/** Items as a stream. */
export async function* flow<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
