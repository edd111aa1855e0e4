import type { Kysely } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { DB } from "../../platform/db/schema.ts";

/**
 * Hears of a password somebody is about to set, and makes what other systems get of it. What it returns keeps that, within the
 * transaction that sets the password, or it is never kept.
 */
export type NotePassword = (
  password: string,
) => Promise<(tx: Kysely<DB>, userId: string, now: Instant) => Promise<void>>;
