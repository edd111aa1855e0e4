import { type Kysely, sql } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import type { Language } from "../../core/notify/message.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** An operator whom messages can reach. */
export interface Listener {
  readonly id: UserId;
  readonly language: Language;
}

/** Every active owner and administrator who is linked, or has a Feishu e-mail that was verified. */
export async function readOperators(db: Kysely<Database>, connectionId: string): Promise<readonly Listener[]> {
  const { rows } = await sql<Listener>`
    select u.id, coalesce(p.language, s.language, 'zh') as language
    from directory_user u cross join installation_setting s left join user_preference p on p.user_id = u.id
    where u.status = 'active' and u.role in ('owner', 'administrator') and (
      exists (select 1 from linked_identity l where l.user_id = u.id and l.connection_id = ${connectionId}::uuid and l.unlinked_at is null)
      or exists (select 1 from feishu_email e where e.user_id = u.id and e.verified_at is not null))
    order by u.id`.execute(db);
  return rows;
}
