import { type Kysely, sql } from "kysely";
import type { OpenId, UserId } from "../../core/kernel/ids.ts";
import type { Recipient } from "../../core/notify/decide-recipient.ts";
import type { Language } from "../../core/notify/message.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** Whom a message is for, as the directory has them now. */
export interface RecipientFacts extends Recipient {
  readonly id: UserId;
  readonly name: string;
  readonly username: string;
  /** Their own choice, else the installation's, else Chinese, which every Feishu company reads. */
  readonly language: Language;
}

/** Reads recipients; those of them who are gone for good are missing. */
export async function readRecipients(
  db: Kysely<Database>,
  connectionId: string,
  users: readonly UserId[],
): Promise<ReadonlyMap<UserId, RecipientFacts>> {
  const { rows } = await sql<RecipientFacts>`
    select u.id, u.status, u.name, u.username, l.open_id as "openId", e.email as "feishuEmail",
      coalesce(p.language, (select language from installation_setting), 'zh') as language
    from directory_user u
    left join linked_identity l on l.user_id = u.id and l.connection_id = ${connectionId}::uuid and l.unlinked_at is null
    left join feishu_email e on e.user_id = u.id and e.verified_at is not null
    left join user_preference p on p.user_id = u.id
    where u.id = any(${[...new Set(users)]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, { ...row, openId: row.openId as OpenId | null }]));
}
