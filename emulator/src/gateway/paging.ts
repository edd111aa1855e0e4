import { draw } from "../tenant/random.ts";
import { pageTokenInvalid } from "./failure.ts";
import { type Reply, successWire } from "./reply.ts";
import type { AppCall } from "./route.ts";

/** Where the next page begins, and what to say about it. */
export interface Page {
  readonly numbers: readonly number[];
  readonly hasMore: boolean;
  readonly nextToken: string | undefined;
}

/**
 * Takes one page of an ascending list of record numbers.
 *
 * @param scrambled whether the order is scrambled: a setting, except for lists whose order is published
 */
export function takePage(
  call: AppCall,
  list: ArrayLike<number>,
  size: number,
  scrambled = call.platform.settings.shuffle,
): Page {
  const { pageTokens } = call.platform;
  const query = queryName(call);
  const token = call.query.get("page_token") ?? "";
  const last = token === "" ? undefined : pageTokens.read(query, token, call.now);
  if (token !== "" && last === undefined) throw pageTokenInvalid();
  const order = scrambled ? scramble(list) : list;
  const start = last === undefined ? 0 : placeAfter(order, last, scrambled);
  if (call.pageFault === "empty") {
    const again = last === undefined ? beforeFirst(call, query) : pageTokens.make(query, last, call.now);
    return { numbers: [], hasMore: true, nextToken: again };
  }
  const numbers = Array.prototype.slice.call(order, start, start + size) as number[];
  const hasMore = start + size < order.length;
  const nextToken = hasMore ? pageTokens.make(query, numbers.at(-1) as number, call.now) : undefined;
  if (call.pageFault === "repeat") return { numbers, hasMore: true, nextToken: token };
  return { numbers, hasMore, nextToken };
}

/** `{"has_more":…,"page_token":…,"items":[…]}` of records that are wire text already. */
export function listReply(page: Page, render: (number: number) => string): Reply {
  const token = page.nextToken === undefined ? "" : `"page_token":${JSON.stringify(page.nextToken)},`;
  const items = page.numbers.map(render).join(",");
  return { ...successWire(`{"has_more":${page.hasMore},${token}"items":[${items}]}`), isPage: true };
}

/** Stands for "before the first record" in a token; no record has this number. */
const BEFORE_FIRST = 0xffffffff;

function beforeFirst(call: AppCall, query: string): string {
  return call.platform.pageTokens.make(query, BEFORE_FIRST, call.now);
}

/** The parameters a token is bound to: all but page size and token, whatever their order. */
function queryName(call: AppCall): string {
  const parameters = [...call.query].filter(([name]) => name !== "page_token" && name !== "page_size");
  return `${call.app.appId} ${call.path} ${parameters
    .map((pair) => pair.join("="))
    .sort()
    .join("&")}`;
}

function compareScrambled(left: number, right: number): number {
  return draw(99, left, 0) - draw(99, right, 0) || left - right;
}

function scramble(list: ArrayLike<number>): number[] {
  return Array.from(list).sort(compareScrambled);
}

/** The place of the first record after `last`, whether or not `last` is still in the list. */
function placeAfter(order: ArrayLike<number>, last: number, scrambled: boolean): number {
  if (last === BEFORE_FIRST) return 0;
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const here = order[middle] as number;
    const difference = scrambled ? compareScrambled(here, last) : here - last;
    if (difference <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
