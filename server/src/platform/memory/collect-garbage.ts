import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Collects garbage now. Work on a large tenant fills the heap in waves: what a wave leaves behind is known to be dead just
 * before the next begins, and V8, left alone, keeps it until the heap has grown by half.
 */
export function collectGarbage(): void {
  collect ??= findCollector();
  collect({ type: "major" });
}

/**
 * Collects garbage until nothing more is found, and gives the freed pages back to the system. Takes several times as long;
 * for moments when nobody waits for this thread.
 */
export function releaseMemory(): void {
  collect ??= findCollector();
  collect({ type: "major", flavor: "last-resort" });
}

/** V8's collector with the options of its gc extension. */
type Collect = (options: { readonly type: "major"; readonly flavor?: "last-resort" }) => void;

let collect: Collect | undefined;

function findCollector(): Collect {
  // The function is only given to contexts that are made while the flag is on.
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof found !== "function") throw new Error("this runtime does not let its garbage be collected");
  return (options) => void Reflect.apply(found, undefined, [options]);
}
