import { type Kysely, sql } from "kysely";
import type { OpenId, RunId, UnionId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { LinkAccount, LinkConflict, LinkConflicts } from "./link-ports.ts";
import { accountColumns, mainConnection, toAccount } from "./link-reader.ts";

const SHOWN = 500;

interface AccountRow extends LinkAccount {
  email: string;
  union_id: UnionId | null;
  open_id: OpenId | null;
}

/**
 * Reads the addresses that more than one side claims: accounts that share one while at least one of them is a Feishu
 * person's, and people the last full run could give no account because of theirs. Settled ones are gone from it at once.
 */
export async function readLinkConflicts(db: Kysely<Database>): Promise<LinkConflicts> {
  const { rows: runs } = await sql<{ id: number; plan_id: string }>`
    select id, plan_id from sync_run where plan_id is not null and target ->> 'kind' = 'all' and connection_id = ${mainConnection}
    order by id desc limit 1`.execute(db);
  const run = runs[0];
  const refused = run === undefined ? [] : await readRefusedPeople(db, run.plan_id);
  const { rows } = await sql<AccountRow>`
    with shared as (
      select email from directory_user where email is not null and status <> 'deleted' group by email having count(*) > 1)
    select ${accountColumns}, l.union_id, l.open_id
    from directory_user u left join linked_identity l
      on l.user_id = u.id and l.unlinked_at is null and l.connection_id = ${mainConnection}
    where u.status <> 'deleted' and (u.email in (select email from shared) or u.email = any(${refused.map(({ email }) => email)}::text[]))
    order by u.email, u.created_at, u.id limit ${SHOWN * 4}`.execute(db);

  const byEmail = new Map<string, { people: LinkConflict["people"][number][]; accounts: LinkAccount[] }>();
  const at = (email: string) => {
    const held = byEmail.get(email) ?? { people: [], accounts: [] };
    byEmail.set(email, held);
    return held;
  };
  for (const row of rows) {
    const { people, accounts } = at(row.email);
    if (row.union_id === null) accounts.push(toAccount(row));
    else people.push({ unionId: row.union_id, name: row.name, openId: row.open_id, account: toAccount(row) });
  }
  for (const { email, unionId, label } of refused)
    at(email).people.push({ unionId, name: label, openId: null, account: null });
  const items = [...byEmail]
    .filter(([, { people, accounts }]) => people.length > 0 && people.length + accounts.length > 1)
    .map(([email, { people, accounts }]): LinkConflict => {
      const code = people.length > 1 ? "email_conflict" : "email_taken";
      return { email, code, people, accounts };
    });
  return {
    items: items.slice(0, SHOWN),
    runId: run === undefined ? null : (String(run.id) as RunId),
    truncated: items.length > SHOWN || rows.length === SHOWN * 4,
  };
}

/** People a run spoke of because of their address, and who are linked to no account now. */
async function readRefusedPeople(
  db: Kysely<Database>,
  planId: string,
): Promise<readonly { readonly email: string; readonly unionId: UnionId; readonly label: string }[]> {
  const { rows } = await sql<{ email: string; unionId: UnionId; label: string }>`
    select i.detail ->> 'email' as email, i.key as "unionId", i.label from sync_issue i
    where i.plan_id = ${planId}::uuid and i.code in ('email_conflict', 'email_taken') and i.detail ->> 'email' is not null
      and not exists (select 1 from linked_identity l where l.union_id = i.key and l.unlinked_at is null)
    order by i.seq limit ${SHOWN}`.execute(db);
  return rows;
}
