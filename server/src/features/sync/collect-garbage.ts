import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Collects garbage now. Planning fills the heap in waves: what a wave leaves behind is known to be dead just before the next
 * begins, and V8, left alone, keeps it until the heap has grown by half. Two collections a plan cost some tenths of a second
 * and save a large tenant 150 MB.
 */
export function collectGarbage(): void {
  collect ??= findCollector();
  collect();
}

let collect: (() => void) | undefined;

function findCollector(): () => void {
  // The function is only given to contexts that are made while the flag is on.
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof found !== "function") throw new Error("this runtime does not let its garbage be collected");
  return () => void Reflect.apply(found, undefined, []);
}
