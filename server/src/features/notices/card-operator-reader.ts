import { type Kysely, sql } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** Whoever pressed a button, as they are known here. */
export interface CardOperator {
  readonly id: UserId;
  readonly name: string;
  readonly active: boolean;
  /** May approve runs (`sync:approve`, product.md 5.16). */
  readonly mayApprove: boolean;
}

/** The account that both ids Feishu names lead to. */
export async function findCardOperator(
  db: Kysely<Database>,
  connectionId: string,
  openId: string,
  unionId: string | null,
): Promise<CardOperator | undefined> {
  const { rows } = await sql<CardOperator>`
    select u.id, u.name, u.status = 'active' as active, u.role in ('owner', 'administrator') as "mayApprove"
    from linked_identity l join directory_user u on u.id = l.user_id
    where l.connection_id = ${connectionId}::uuid and l.open_id = ${openId} and l.unlinked_at is null
      and (${unionId}::text is null or l.union_id = ${unionId})`.execute(db);
  // Two accounts under one open_id would be a fault; nobody is let in by it.
  return rows.length === 1 ? rows[0] : undefined;
}
