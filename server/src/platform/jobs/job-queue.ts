import { PgBoss } from "pg-boss";
import type { Instant } from "../../core/kernel/ids.ts";

/** Work by name that falls due by a rule. */
export interface Job {
  readonly name: string;
  /** Recurrence rule (RFC 5545) and the zone it is read in; null: not by itself. */
  readonly rule: string | null;
  readonly timeZone: string;
  /** How long one execution may take before another process may try again, seconds. */
  readonly expireSeconds: number;
  /** Throwing means "again later", up to three times; the schedule stays whatever happens. */
  readonly work: () => Promise<void>;
}

export interface JobQueue {
  /** Takes jobs up: stores their rules (an unchanged rule keeps its place) and works on what falls due. */
  start(jobs: readonly Job[]): Promise<void>;
  /** Takes over a job's changed rule, for every process. The job was started before. */
  reschedule(job: Pick<Job, "name" | "rule" | "timeZone">): Promise<void>;
  /** Stops taking jobs and waits for those at hand. */
  stop(): Promise<void>;
}

/** How fast the queue's clock ticks, seconds. */
export interface Pace {
  /** Occurrences are looked for this often; a run at 02:00 starts within so many seconds. */
  readonly lookEvery: number;
  /** Before the first retry; the later ones wait longer. */
  readonly retryAfter: number;
}

const USUAL_PACE: Pace = { lookEvery: 10, retryAfter: 30 };
const RETRIES = 3;

/**
 * @param onError told of trouble with the database or a job; jobs go on
 * @param pace faster than usual in a test that waits for real occurrences
 */
export function makeJobQueue(
  databaseUrl: string,
  onError: (error: unknown) => void,
  pace: Pace = USUAL_PACE,
): JobQueue {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: "larkbridge-jobs",
    max: 3,
    cronMonitorIntervalSeconds: pace.lookEvery,
    cronWorkerIntervalSeconds: pace.lookEvery,
  });
  boss.on("error", onError);
  let started = false;
  async function setRule({ name, rule, timeZone }: Pick<Job, "name" | "rule" | "timeZone">): Promise<void> {
    if (rule === null) await boss.unschedule(name);
    else await boss.schedule(name, rule, null, { tz: timeZone, missed: "once" });
  }
  return {
    async start(jobs) {
      await boss.start();
      started = true;
      for (const { name, rule, timeZone, expireSeconds, work } of jobs) {
        // One execution at a time, whatever the number of processes.
        await boss.createQueue(name, {
          policy: "exclusive",
          retryLimit: RETRIES,
          retryDelay: pace.retryAfter,
          retryBackoff: true,
          expireInSeconds: expireSeconds,
        });
        await boss.work(name, { pollingIntervalSeconds: 2 }, async () => {
          try {
            await work();
          } catch (error) {
            onError(error);
            throw error;
          }
        });
        await setRule({ name, rule, timeZone });
      }
    },
    reschedule: setRule,
    async stop() {
      if (started) await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}

/**
 * The next times a rule fires, strictly after `from`.
 *
 * @throws when the rule makes no sense
 */
export function previewRule(rule: string, timeZone: string, from: Instant, count: number): readonly Instant[] {
  // Never started: it only lends its reading of rules, so that what is shown is what will happen.
  const boss = new PgBoss({ connectionString: "postgresql:///" });
  const times = boss.previewSchedule(rule, { tz: timeZone, from: new Date(from), count });
  return times.map((time) => time.toISOString() as Instant);
}
