import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificate, type TestCertificate } from "../../support/certificate.ts";
import { flood, injectBehindStartTls, readNothing, scanAll, sendFrames, writeSlowly } from "./attacks.ts";
import { makeRandom } from "./random.ts";

/** ldap.md 3.3. Without LARKBRIDGE_TEST_FRAMES a small dose; the seed of a run is printed and may be given again. */
const FRAMES = Number(process.env["LARKBRIDGE_TEST_FRAMES"] ?? 20_000);
const SEED = Number(process.env["LARKBRIDGE_TEST_SEED"] ?? Date.now() % 1_000_000);
const IS_SOAK = FRAMES > 20_000;
const [PEOPLE, GROUPS] = IS_SOAK ? [100_000, 5_000] : [2_000, 20];

interface Canary {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** The process that serves, an ordinary client of it, and what both say of themselves. */
async function openTarget(people: number, groups: number, certificate: TestCertificate) {
  const messageMs = IS_SOAK ? "10000" : "1000";
  const files = [certificate.certificatePath, certificate.keyPath];
  const child = fork(
    fileURLToPath(new URL("./served-world.ts", import.meta.url)),
    [String(people), String(groups), messageMs, ...files],
    { execArgv: ["--conditions=source"] },
  );
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const canary = new Worker(new URL("./canary.ts", import.meta.url), {
    workerData: { port },
    execArgv: ["--conditions=source"],
  });
  canary.on("error", (error) => {
    throw error;
  });
  return {
    port,
    child,
    async measure() {
      return { canary: await askCanary(canary), ...(await askServer(child)) };
    },
    async close() {
      await canary.terminate();
      child.kill();
      await once(child, "exit");
    },
  };
}

async function askCanary(canary: Worker): Promise<Canary> {
  canary.postMessage("how long?");
  const [answer] = (await once(canary, "message")) as [Canary];
  return answer;
}

async function askServer(child: ChildProcess): Promise<{ rss: number; faults: readonly string[] }> {
  child.send("how are you?");
  const [answer] = (await once(child, "message")) as [{ rss: number; faults: readonly string[] }];
  return answer;
}

describe.skipIf(!existsSync("/usr/bin/openssl"))("hostile clients", () => {
  const random = makeRandom(SEED);
  let certificate: TestCertificate;
  let target: Awaited<ReturnType<typeof openTarget>>;
  let rssAtRest = 0;
  beforeAll(async () => {
    certificate = await makeCertificate();
    target = await openTarget(PEOPLE, GROUPS, certificate);
    rssAtRest = (await target.measure()).rss;
    console.log(`seed ${SEED}, ${PEOPLE} people: ${megabytes(rssAtRest)} at rest`);
  });
  afterAll(async () => {
    await target?.close();
    await certificate.remove();
  });

  /** Nothing went wrong, the memory is bounded, and an ordinary client went on being served. */
  async function checkWellBeing(what: string): Promise<void> {
    const { canary, rss, faults } = await target.measure();
    console.log(
      `${what}: canary ${canary.count} searches, p50 ${canary.p50.toFixed(1)}, p99 ${canary.p99.toFixed(1)}, max ${canary.max.toFixed(0)} ms; server ${megabytes(rss)}`,
    );
    expect(faults).toEqual([]);
    expect(target.child.exitCode).toBeNull();
    expect(rss - rssAtRest).toBeLessThan(400 * 1024 ** 2);
    expect(canary.count).toBeGreaterThan(0);
    expect(canary.max).toBeLessThan(5_000);
  }

  test("send random, mutated, lying, deep and wide frames, and everybody else is served", async () => {
    // A world in which a full scan is short: this is about the frames.
    const small = await openTarget(200, 20, certificate);
    try {
      const began = performance.now();
      const report = await sendFrames(small.port, random, FRAMES);
      const { canary, rss, faults } = await small.measure();
      console.log(
        `${report.frames} frames ${JSON.stringify(report.kinds)} in sessions ${JSON.stringify(report.sessions)}, ${((performance.now() - began) / 1000).toFixed(0)} s; canary p50 ${canary.p50.toFixed(1)}, p99 ${canary.p99.toFixed(1)}, max ${canary.max.toFixed(0)} ms; server ${megabytes(rss)}`,
      );
      expect(faults).toEqual([]);
      expect(small.child.exitCode).toBeNull();
      expect(Math.min(report.sessions.answered, report.sessions.ended)).toBeGreaterThan(FRAMES / 50);
      expect(rss).toBeLessThan(500 * 1024 ** 2);
      expect(canary.max).toBeLessThan(5_000);
    } finally {
      await small.close();
    }
  }, 3_600_000);

  test("write octet by octet, and are cut off", async () => {
    await writeSlowly(target.port, IS_SOAK ? 500 : 20);
    await checkWellBeing("slow writers");
  }, 120_000);

  test("ask for everything many times and read nothing", async () => {
    const letGo = await readNothing(target.port, 20, IS_SOAK ? 50 : 10);
    await target.measure();
    await scanAll(target.port, 4, 3);
    await checkWellBeing("never-reading clients");
    letGo();
  }, 120_000);

  test("flood the server with requests", async () => {
    await flood(target.port, IS_SOAK ? 100_000 : 5_000);
    await checkWellBeing("flood of requests");
  }, 120_000);

  test("scan without an index, many at once", async () => {
    await scanAll(target.port, 8, IS_SOAK ? 10 : 3);
    await checkWellBeing("flood of scans");
  }, 120_000);

  test("put bytes behind StartTLS", async () => {
    await injectBehindStartTls(target.port, IS_SOAK ? 2_000 : 50, random);
    await checkWellBeing("bytes behind StartTLS");
  }, 120_000);
});

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
