/** Something that is done again and again. */
export interface KeptDoing {
  /** No more after this; what is under way ends by itself. */
  stop(): void;
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
  let timer: NodeJS.Timeout;

  async function once(): Promise<void> {
    try {
      await work();
      isFailing = false;
    } catch (error) {
      if (!isFailing) onFault(error);
      isFailing = true;
    }
    if (!stopped) rest();
  }
  function rest(): void {
    timer = setTimeout(() => void once(), restMs()).unref();
  }
  rest();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
