import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread } from "node:worker_threads";

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

/**
 * Lets garbage be collected, in this thread and in those it starts. V8's flags belong to the whole process and other threads
 * read them at any time, so one is switched on once, by the main thread before it starts another, and never off again.
 */
export function allowCollecting(): void {
  if (allowed || !isMainThread) return;
  setFlagsFromString("--expose-gc");
  allowed = true;
}

let allowed = false;

function findCollector(): Collect {
  allowCollecting();
  // The function is only given to contexts that are made while the flag is on.
  const found: unknown = runInNewContext("gc");
  if (typeof found !== "function") throw new Error("this runtime does not let its garbage be collected");
  return (options) => void Reflect.apply(found, undefined, [options]);
}
