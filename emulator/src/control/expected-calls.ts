import { pathShape } from "../faults/fault.ts";
import type { Platform } from "../platform.ts";
import { continuedCalls, minimumOfCalls } from "./minimum.ts";

/**
 * How many calls of a full reading a path pattern meets: places the "middle" and the "last" one for a fault.
 *
 * @param continuedOnly counts only calls that carry a page token
 */
export function expectedCalls(platform: Platform, path: string, continuedOnly: boolean): number {
  const shape = pathShape(path);
  const counts = continuedOnly
    ? continuedCalls(platform, platform.firstApp)
    : new Map(minimumOfCalls(platform, platform.firstApp).per_api.map(({ api, calls }) => [api, calls]));
  let expected = 0;
  for (const [api, calls] of counts) {
    const samplePath = api.slice(api.indexOf(" ") + 1).replace(/:[a-z_]+/g, "0");
    if (shape.test(samplePath)) expected += calls;
  }
  return expected;
}
