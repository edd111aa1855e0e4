import { endsTheReading, type FeishuFailure, isFailure } from "./failure.ts";

/** Failures in a row, without one success between them, after which the rest is not even tried. */
const HOPELESS = 8;

/**
 * Does something with every item, a few at a time. What fails is reported and the others go on; once everything else would
 * fail alike (the app is refused, the quota is used up, Feishu is down), the rest is reported with that failure untried.
 *
 * @param work for one item; throws FeishuFailure
 * @param onFailure told once for each item that was not done
 * @throws whatever is no FeishuFailure, the signal's reason included
 */
export async function forEachAtOnce<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
  onFailure: (item: Item, failure: FeishuFailure) => void,
): Promise<void> {
  const queue = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let inRow = 0;
  let over: FeishuFailure | null = null;
  let broken = false;

  const worker = async () => {
    for (let next = await queue.next(); !next.done && !broken; next = await queue.next()) {
      const item = next.value;
      if (over) {
        onFailure(item, over);
        continue;
      }
      try {
        await work(item);
        inRow = 0;
      } catch (error) {
        if (!isFailure(error)) {
          broken = true;
          throw error;
        }
        onFailure(item, error);
        if (error.kind === "incomplete") inRow++;
        if (endsTheReading(error) || inRow >= HOPELESS) over = error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}
