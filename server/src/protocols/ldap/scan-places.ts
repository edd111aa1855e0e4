/** At most a few long scans run at once; others wait in line. */
export interface ScanPlaces {
  /** Resolves with what gives the place back. */
  take(): Promise<() => void>;
}

export function makeScanPlaces(count: number): ScanPlaces {
  let free = count;
  const waiting: (() => void)[] = [];
  const release = () => {
    const next = waiting.shift();
    // The place goes straight to the next one in line.
    if (next) next();
    else free += 1;
  };
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return release;
    },
  };
}
