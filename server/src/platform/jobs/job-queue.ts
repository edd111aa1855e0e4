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
  /** Stops taking jobs and waits for those at hand. */
  stop(): Promise<void>;
}

/** Occurrences are looked for this often; a run at 02:00 starts within so many seconds. */
const LOOK_EVERY_SECONDS = 10;
const RETRIES = 3;

/** @param onError told of trouble with the database or a job; jobs go on */
export function makeJobQueue(databaseUrl: string, onError: (error: unknown) => void): JobQueue {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: "larkbridge-jobs",
    max: 3,
    cronMonitorIntervalSeconds: LOOK_EVERY_SECONDS,
    cronWorkerIntervalSeconds: LOOK_EVERY_SECONDS,
  });
  boss.on("error", onError);
  let started = false;
  return {
    async start(jobs) {
      await boss.start();
      started = true;
      for (const { name, rule, timeZone, expireSeconds, work } of jobs) {
        // One execution at a time, whatever the number of processes.
        await boss.createQueue(name, {
          policy: "exclusive",
          retryLimit: RETRIES,
          retryDelay: 30,
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
        if (rule === null) await boss.unschedule(name);
        else await boss.schedule(name, rule, null, { tz: timeZone, missed: "once" });
      }
    },
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
