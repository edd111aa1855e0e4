import { type Kysely, sql } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import type { LinkedAccount, SignInFacts } from "../../core/signin/decide-sign-in.ts";
import type { ExternalIdentity } from "../../core/signin/external-identity.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { AccountName, SignInApp } from "./ports.ts";

/** Reads what is known here about somebody who signed in to Feishu. */
export async function readSignInFacts(
  db: Kysely<Database>,
  connection: NonNullable<SignInApp["connection"]>,
  person: ExternalIdentity,
): Promise<SignInFacts> {
  const links = await sql<LinkedAccount & { unlinked: boolean }>`
    select u.id as "userId", u.status, u.disabled_by as "disabledBy", l.unlinked_at is not null as unlinked
    from linked_identity l join directory_user u on u.id = l.user_id
    where l.connection_id = ${connection.id}::uuid and l.union_id = ${person.unionId}`.execute(db);
  const link = links.rows[0];
  const byEmail =
    person.email === null || link
      ? { candidates: [], shared: false }
      : await readByEmail(db, person.email, person.unionId);
  return {
    person,
    tenantKey: connection.tenantKey,
    linked: link && !link.unlinked ? { userId: link.userId, status: link.status, disabledBy: link.disabledBy } : null,
    unlinked: link?.unlinked ?? false,
    syncEnabled: connection.syncEnabled,
    linkableByEmail: byEmail.candidates,
    emailShared: byEmail.shared,
  };
}

/** Whom an address could mean: active, never linked, no operator, no service account (product.md 5.7). */
async function readByEmail(db: Kysely<Database>, email: string, unionId: string) {
  const { rows } = await sql<{ id: UserId; linkable: boolean }>`
    select u.id, l.user_id is null and u.status = 'active' and not u.service_account
      and u.role not in ('owner', 'administrator') as linkable
    from directory_user u left join linked_identity l on l.user_id = u.id
    where u.email = ${email} and u.status <> 'deleted' and (l.union_id is null or l.union_id <> ${unionId})`.execute(
    db,
  );
  return {
    candidates: rows.filter(({ linkable }) => linkable).map(({ id }) => id),
    shared: rows.some(({ linkable }) => !linkable),
  };
}

export async function readAccountName(db: Kysely<Database>, id: UserId): Promise<AccountName> {
  const { rows } = await sql<AccountName>`
    select id, name, username from directory_user where id = ${id}::uuid`.execute(db);
  const row = rows[0];
  if (!row) throw new Error(`the account ${id} is gone`);
  return row;
}
