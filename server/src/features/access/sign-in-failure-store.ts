import { type Kysely, sql } from "kysely";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { hashToken } from "../../platform/crypto/token.ts";
import type { DB } from "../../platform/db/schema.ts";

/** An attempt that has been counted as failed before it was looked at, so that many at once gain nothing. */
export interface Attempt {
  /** Forgets what failed before: the person is who they say. */
  succeed(): Promise<void>;
  /** The attempt was neither right nor wrong. */
  undo(): Promise<void>;
  /** What to answer when it was wrong. */
  refuse<Code extends string>(code: Code): Failure<Code | "sign_in_locked">;
}

/** Wrong ones before a pause; each further one doubles it. People behind one address share theirs. */
const TRIES = { account: 5, address: 30 } as const;
const FIRST_PAUSE_S = 30;
const LONGEST_PAUSE_S = 900;
/** After so long without a failure counting starts anew. */
const FORGOTTEN_AFTER_S = 3600;

type Kind = keyof typeof TRIES;

/**
 * Counts an attempt against the account as named (whether or not there is one) and against the address, in the
 * database, so that every process counts alike and a restart forgets nothing.
 */
export async function beginAttempt(
  db: Kysely<DB>,
  username: string,
  address: string,
  now: Instant,
): Promise<Result<Attempt, Failure<"sign_in_locked">>> {
  const keys = { account: hashToken(username.toLowerCase()), address: hashToken(networkOf(address)) };
  const byAddress = await count(db, "address", keys.address, now);
  const byAccount = byAddress.counted ? await count(db, "account", keys.account, now) : byAddress;
  if (!byAccount.counted) return err({ code: "sign_in_locked", detail: { retry_after: byAccount.pause } });
  const pause = Math.max(byAddress.pause, byAccount.pause);
  return ok({
    async succeed() {
      await takeBack(db, "address", keys.address);
      await db.deleteFrom("sign_in_failure").where("kind", "=", "account").where("key", "=", keys.account).execute();
    },
    async undo() {
      await takeBack(db, "address", keys.address);
      await takeBack(db, "account", keys.account);
    },
    refuse<Code extends string>(code: Code): Failure<Code | "sign_in_locked"> {
      if (pause > 0) return { code: "sign_in_locked", detail: { retry_after: pause } };
      return { code, detail: { tries_left: byAccount.triesLeft } };
    },
  });
}

/** Forgets the failures of an account, whose password was just chosen anew. */
export async function forgetFailures(db: Kysely<DB>, username: string): Promise<void> {
  await db
    .deleteFrom("sign_in_failure")
    .where("kind", "=", "account")
    .where("key", "=", hashToken(username.toLowerCase()))
    .execute();
}

interface Count {
  readonly counted: boolean;
  /** Seconds; 0 for none. */
  readonly pause: number;
  readonly triesLeft: number;
}

/** One statement: two attempts at the same moment are counted one after the other. */
async function count(db: Kysely<DB>, kind: Kind, key: Buffer, now: Instant): Promise<Count> {
  const failures = sql`case when f.last_at < ${now}::timestamptz - make_interval(secs => ${FORGOTTEN_AFTER_S})
    then 1 else f.failures + 1 end`;
  const { rows } = await sql<{ failures: number; locked_until: Date | null }>`
    insert into sign_in_failure as f (kind, key, failures, last_at) values (${kind}, ${key}, 1, ${now})
    on conflict (kind, key) do update set
      failures = ${failures},
      last_at = ${now},
      locked_until = case when ${failures} >= ${TRIES[kind]} then ${now}::timestamptz + make_interval(secs =>
        least(${LONGEST_PAUSE_S}, ${FIRST_PAUSE_S} * power(2, least(${failures} - ${TRIES[kind]}, 10)))) end
    where f.locked_until is null or f.locked_until <= ${now}
    returning failures, locked_until`.execute(db);
  const [row] = rows;
  if (row)
    return {
      counted: true,
      pause: secondsUntil(row.locked_until, now),
      triesLeft: Math.max(0, TRIES[kind] - row.failures),
    };
  const held = await db
    .selectFrom("sign_in_failure")
    .select("locked_until")
    .where("kind", "=", kind)
    .where("key", "=", key)
    .executeTakeFirst();
  return { counted: false, pause: Math.max(1, secondsUntil(held?.locked_until ?? null, now)), triesLeft: 0 };
}

async function takeBack(db: Kysely<DB>, kind: Kind, key: Buffer): Promise<void> {
  await db
    .updateTable("sign_in_failure")
    .set({ failures: sql`greatest(failures - 1, 0)`, locked_until: null })
    .where("kind", "=", kind)
    .where("key", "=", key)
    .execute();
}

function secondsUntil(until: Date | null, now: Instant): number {
  return until === null ? 0 : Math.max(0, Math.ceil((until.getTime() - Date.parse(now)) / 1000));
}

/** Somebody with IPv6 has a whole /64 to themselves. */
function networkOf(address: string): string {
  if (!address.includes(":") || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? [] : Array(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}
