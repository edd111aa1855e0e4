import { type Kysely, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";

/**
 * Rule S3 as it stands: `unrestricted` before there is an integration (nothing is in any sync range yet; such accounts
 * are what S9 and the link by e-mail are about), then by the switch "Support built-in users".
 */
export async function readBuiltInRule(tx: Kysely<Database>): Promise<"unrestricted" | "supported" | "unsupported"> {
  const { rows } = await sql<{ supported: boolean }>`
    select coalesce((settings ->> 'supportBuiltInUsers')::boolean, false) as supported from feishu_connection
    where removed_at is null order by owns_sync desc, updated_at desc limit 1`.execute(tx);
  if (rows[0] === undefined) return "unrestricted";
  return rows[0].supported ? "supported" : "unsupported";
}
