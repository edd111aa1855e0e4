import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { agentFamily, decideDevice } from "../../core/notify/device.ts";
import { plus } from "../../platform/clock/clock.ts";
import { hashToken, newSecret } from "../../platform/crypto/token.ts";
import type { DB } from "../../platform/db/schema.ts";
import type { Client } from "../../platform/http/index.ts";

/** As long as browsers keep a cookie at most (RFC 6265bis 5.5). */
const COOKIE_MS = 400 * 24 * 60 * 60 * 1000;

/** The device somebody signs in from. */
export interface NotedDevice {
  /** They never signed in from it before, and have signed in from others. */
  readonly isNews: boolean;
  readonly cookie: { readonly secret: string; readonly until: Instant };
}

/**
 * Notes from which device somebody signs in, before their session is written. A cookie that this program did not hand out is
 * not taken over: whoever plants one must not know it afterwards.
 */
export async function noteDevice(db: Kysely<DB>, userId: string, client: Client, now: Instant): Promise<NotedDevice> {
  const family = agentFamily(client.userAgent);
  const { rows } = await sql<{ has_devices: boolean; known_here: boolean; known_at_all: boolean }>`
    select exists (select 1 from known_device where user_id = ${userId}::uuid) as has_devices,
      exists (select 1 from known_device where user_id = ${userId}::uuid and device_hash = ${hashOf(client)}
        and family = ${family}) as known_here,
      exists (select 1 from known_device where device_hash = ${hashOf(client)}) as known_at_all`.execute(db);
  const [found] = rows;
  if (!found) throw new Error("a query without a table gave no row");
  const earlierFamilies = found.has_devices ? [] : await readEarlierFamilies(db, userId);
  const news = decideDevice({ knownHere: found.known_here, hasDevices: found.has_devices, earlierFamilies, family });
  const secret = client.deviceSecret !== null && found.known_at_all ? client.deviceSecret : newSecret();
  await sql`
    insert into known_device (user_id, device_hash, family, first_seen_at, last_seen_at)
    values (${userId}::uuid, ${hashToken(secret)}, ${family}, ${now}::timestamptz, ${now}::timestamptz)
    on conflict (user_id, device_hash, family) do update set last_seen_at = excluded.last_seen_at`.execute(db);
  return { isNews: news === "new", cookie: { secret, until: plus(now, COOKIE_MS) } };
}

/** Forgets devices whose cookie no browser keeps any more. */
export async function forgetDevices(db: Kysely<DB>, now: Instant): Promise<void> {
  await sql`delete from known_device where last_seen_at < ${plus(now, -COOKIE_MS)}::timestamptz`.execute(db);
}

function hashOf({ deviceSecret }: Client): Buffer | null {
  return deviceSecret === null ? null : hashToken(deviceSecret);
}

async function readEarlierFamilies(db: Kysely<DB>, userId: string): Promise<string[]> {
  const { rows } = await sql<{ user_agent: string | null }>`
    select distinct user_agent from session where user_id = ${userId}::uuid`.execute(db);
  return rows.map(({ user_agent }) => agentFamily(user_agent));
}
