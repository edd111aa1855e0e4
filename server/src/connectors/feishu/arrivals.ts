/** Items that come one after another while others already take them. */
export interface Arrivals<Item> extends AsyncIterable<Item> {
  add(item: Item): void;
  /** No more will come. */
  end(): void;
  /** How many have come so far. */
  readonly count: number;
  readonly ended: boolean;
}

/** Several may take at once; each item goes to one of them, in order of arrival. */
export function makeArrivals<Item>(): Arrivals<Item> {
  const items: Item[] = [];
  const waiting: ((result: IteratorResult<Item, undefined>) => void)[] = [];
  let taken = 0;
  let ended = false;
  const done = { done: true, value: undefined } as const;
  return {
    add(item) {
      items.push(item);
      const next = waiting.shift();
      if (next) next({ done: false, value: items[taken++] as Item });
    },
    end() {
      ended = true;
      for (const next of waiting.splice(0)) next(done);
    },
    get count() {
      return items.length;
    },
    get ended() {
      return ended;
    },
    [Symbol.asyncIterator]: () => ({
      next() {
        if (taken < items.length) return Promise.resolve({ done: false, value: items[taken++] as Item });
        if (ended) return Promise.resolve(done);
        return new Promise((resolve) => waiting.push(resolve));
      },
    }),
  };
}
