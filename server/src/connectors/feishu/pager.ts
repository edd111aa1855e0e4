import { FeishuFailure, isFailure } from "./failure.ts";

/** One page. `next` is null on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** How often a list is begun again because its page tokens stopped working. */
const MAX_RESTARTS = 2;
/** Empty pages in a row that are believed; the platform does not say that it sends any (feishu contract, trap 23). */
const MAX_EMPTY_PAGES = 100;

/**
 * Reads a list to its end, page by page. Only `next` decides whether there is more. A page that cannot be had throws, so
 * that a list is whole or not there at all. After a refused or repeated page token the list is read again from its
 * beginning: items may come twice, and the caller tells them apart by id.
 *
 * @param readPage asks for one page; null is the first
 * @throws FeishuFailure whatever `readPage` throws; feishu_page_token_invalid when starting again did not help
 */
export async function* readPages<Item>(
  readPage: (token: string | null) => Promise<Page<Item>>,
): AsyncGenerator<readonly Item[], void, undefined> {
  for (let restarts = 0; ; restarts++) {
    try {
      yield* readOnce(readPage);
      return;
    } catch (error) {
      if (!isFailure(error, "feishu_page_token_invalid") || restarts >= MAX_RESTARTS) throw error;
    }
  }
}

async function* readOnce<Item>(
  readPage: (token: string | null) => Promise<Page<Item>>,
): AsyncGenerator<readonly Item[], void, undefined> {
  const seen = new Set<string>();
  let token: string | null = null;
  let empty = 0;
  for (;;) {
    const page: Page<Item> = await readPage(token);
    if (page.items.length > 0) yield page.items;
    if (page.next === null) return;
    empty = page.items.length > 0 ? 0 : empty + 1;
    if (seen.has(page.next) || page.next === token)
      throw new FeishuFailure("feishu_page_token_invalid", { cause: "repeated" });
    if (empty > MAX_EMPTY_PAGES) throw new FeishuFailure("feishu_page_token_invalid", { cause: "only empty pages" });
    seen.add(page.next);
    token = page.next;
  }
}
