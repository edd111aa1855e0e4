/** Something that is done again and again. */
export interface KeptDoing {
  /** Ends the rest: it is done now, or once more right after what is under way. */
  wake(): void;
  /** No more after this; settles once what is under way has ended. */
  stop(): Promise<void>;
}

/**
 * Does something again and again, with a rest before each time, and never twice at once. A failure is told once, until it has gone
 * well again: what cannot be done every half a second must not fill the log. Does not keep the process alive.
 *
 * @param restMs asked before each rest
 */
export function keepDoing(
  work: () => Promise<void>,
  restMs: () => number,
  onFault: (error: unknown) => void,
): KeptDoing {
  let stopped = false;
  let isFailing = false;
  let isWoken = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();

  async function once(): Promise<void> {
    timer = undefined;
    isWoken = false;
    try {
      await work();
      isFailing = false;
    } catch (error) {
      if (!isFailing) onFault(error);
      isFailing = true;
    }
    if (!stopped) rest(isWoken ? 0 : restMs());
  }
  function rest(ms: number): void {
    timer = setTimeout(() => {
      underWay = once();
    }, ms).unref();
  }
  rest(restMs());
  return {
    wake() {
      isWoken = true;
      if (stopped || timer === undefined) return;
      clearTimeout(timer);
      rest(0);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      return underWay;
    },
  };
}
