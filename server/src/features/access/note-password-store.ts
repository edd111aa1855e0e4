import type { Kysely } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { DB } from "../../platform/db/schema.ts";

/** Hears of a password somebody sets, within the transaction that sets it: what other systems get of it is made then, or never. */
export type NotePassword = (tx: Kysely<DB>, userId: string, password: string, now: Instant) => Promise<void>;
