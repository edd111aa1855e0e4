import type { Instant } from "../../core/kernel/ids.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { plus } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { Job } from "../../platform/jobs/job-queue.ts";
import { forgetAccess } from "../access/index.ts";
import { forgetDeltas, purgeDeleted } from "../directory/index.ts";
import { forgetReceived } from "../events/index.ts";
import { forgetMessages } from "../messages/index.ts";
import { closeInterrupted } from "./run-lease-store.ts";
import { expireApprovals, forgetPreviews } from "./run-store.ts";

const ACTOR = { kind: "system", id: null, name: "housekeeping" } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const MESSAGE_DAYS = 90;

/** What time does by itself: removed people go for good, approvals run out, runs of dead processes are closed. */
export interface Housekeeping {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
  /** `retention.deleted_days` (product.md 5.1), as it is set now. */
  readonly readDeletedDays: () => Promise<number>;
}

/** Does it now; returns what was done. */
export async function keepHouse({ database: { kysely }, clock, readDeletedDays }: Housekeeping) {
  const now = clock.now();
  const before: Instant = plus(now, -(await readDeletedDays()) * DAY_MS);
  await forgetPreviews(kysely, now);
  await forgetAccess(kysely, now);
  await forgetDeltas(kysely);
  await forgetMessages(kysely, plus(now, -MESSAGE_DAYS * DAY_MS));
  await forgetReceived(kysely, now);
  return {
    interrupted: await closeInterrupted(kysely, now),
    expired: await expireApprovals(kysely, now),
    purged: await purgeDeleted(kysely, before, ACTOR),
  };
}

/** The same, every ten minutes. */
export function housekeeping(deps: Housekeeping): Job {
  return {
    name: "housekeeping",
    rule: "FREQ=MINUTELY;INTERVAL=10",
    timeZone: "UTC",
    expireSeconds: 600,
    work: async () => void (await keepHouse(deps)),
  };
}
