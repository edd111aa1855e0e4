/** Tells of a failure once, until it has gone well again: without a database every event fails, and the log must not fill. */
export interface ToldOnce {
  failed(error: unknown): void;
  succeeded(): void;
}

export function tellOnce(tell: (error: unknown) => void): ToldOnce {
  let isFailing = false;
  return {
    failed(error) {
      if (!isFailing) tell(error);
      isFailing = true;
    },
    succeeded() {
      isFailing = false;
    },
  };
}
