import { setTimeout as wait } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { request } from "../../support/ldap-frames.ts";
import { codeOf, dialLdap, entriesOf } from "../../support/ldap-wire-client.ts";
import { APP_DN, APP_PASSWORD, WORLD_BASE } from "../../support/memory-ldap.ts";

/** An ordinary client: finds a person every few milliseconds, and tells when asked how long that took since it was last asked. */

const { port } = workerData as { port: number };
const client = await dialLdap(port);
client.send(request.bind(1, APP_DN, APP_PASSWORD));
if (codeOf(await client.until(1)) !== 0) throw new Error("the canary could not bind");

let took: number[] = [];
parentPort?.on("message", () => {
  const sorted = took.toSorted((a, b) => a - b);
  took = [];
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  parentPort?.postMessage({ count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) });
});
for (let id = 2; ; id = (id % 1_000_000) + 2) {
  const began = performance.now();
  const filter = { kind: "equal", attribute: "uid", value: "u7" } as const;
  client.send(request.search(id, { base: WORLD_BASE, filter, attributes: ["uid", "mail", "memberOf"] }));
  if (entriesOf(await client.until(id)).length !== 1) throw new Error("the canary did not find whom it looked for");
  took.push(performance.now() - began);
  await wait(2);
}
