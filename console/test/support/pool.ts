/** Things that one at a time may use; whoever finds none waits. */
export interface Pool<Thing> {
  readonly all: readonly Thing[];
  readonly use: <Result>(work: (thing: Thing) => Promise<Result>) => Promise<Result>;
}

export function poolOf<Thing>(all: readonly Thing[]): Pool<Thing> {
  const free = [...all];
  const waiting: ((thing: Thing) => void)[] = [];
  const take = () =>
    new Promise<Thing>((resolve) => {
      const thing = free.pop();
      if (thing === undefined) waiting.push(resolve);
      else resolve(thing);
    });
  const giveBack = (thing: Thing) => {
    const next = waiting.shift();
    if (next === undefined) free.push(thing);
    else next(thing);
  };
  return {
    all,
    async use(work) {
      const thing = await take();
      try {
        return await work(thing);
      } finally {
        giveBack(thing);
      }
    },
  };
}
