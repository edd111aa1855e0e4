import { type Kysely, sql } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import type { ServiceAccount } from "../../core/ldap/viewer.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** What says whether anything a bind depends on has moved. */
export interface AccessMark {
  readonly revision: number;
  /** As the console sets it; null: it says nothing. */
  readonly appPasswordsOnly: boolean | null;
}

/** One row of two tables that hold one row each: cheap enough to be asked several times a second. */
export async function readAccessMark(db: Kysely<Database>): Promise<AccessMark> {
  const { rows } = await sql<AccessMark>`
    select a.revision, s.ldap_app_passwords_only as "appPasswordsOnly"
    from ldap_access_state a, installation_setting s`.execute(db);
  if (rows[0] === undefined) throw new Error("the table ldap_access_state has no row");
  return rows[0];
}

/** Where the directory is: what LDAP serves is read up to here, or further. */
export async function readDirectoryRevision(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select revision from directory_state`.execute(db);
  return rows[0]?.revision ?? 0;
}

/** A person as connections and verified binds depend on them. */
export interface PersonState {
  readonly id: UserId;
  readonly username: string;
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
  readonly appPasswordIds: readonly string[];
}

/** Reads how some people stand; who may not bind at all is left out. */
export async function readPeople(db: Kysely<Database>, ids: readonly UserId[]): Promise<readonly PersonState[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<PersonState>`
    select u.id, u.username, u.password_hash as "passwordHash", u.password_must_change as "mustChangePassword",
      array(select a.id from app_password a where a.user_id = u.id) as "appPasswordIds"
    from directory_user u
    where u.id = any(${[...ids]}::uuid[]) and u.status = 'active' and not u.service_account`.execute(db);
  return rows;
}

/** A service account that is switched on, with the hash its password is compared by. */
export interface ServiceState {
  readonly account: ServiceAccount;
  readonly secretHash: Buffer;
}

export interface ServiceStates {
  readonly byName: ReadonlyMap<string, ServiceState>;
  /** False: a group has no name in LDAP yet, so they are to be read again soon. */
  readonly settled: boolean;
}

interface Row {
  id: string;
  name: string;
  base_dn: string | null;
  attributes: string[] | null;
  everyone: boolean;
  secret_hash: Buffer;
  /** Null where a group's name is still to be given. */
  cns: (string | null)[];
}

/** Reads every service account that is switched on; there are few. */
export async function readServices(db: Kysely<Database>): Promise<ServiceStates> {
  const { rows } = await sql<Row>`
    select s.id, s.name, s.base_dn, s.attributes, s.everyone, s.secret_hash,
      array(
        select case when x.group_id is not null then 'grp-' || g.slug
          else 'dept-' || g.slug || case when x.subtree then '-all' else '' end end
        from ldap_service_account_scope x left join ldap_group g on g.object_id = coalesce(x.group_id, x.department_id)
          and g.kind = case when x.group_id is not null then 'group' else 'department' end
        where x.service_account_id = s.id order by 1) as cns
    from ldap_service_account s where s.enabled`.execute(db);
  const toState = (row: Row): ServiceState => ({
    account: {
      kind: "service",
      id: row.id,
      name: row.name,
      baseDn: row.base_dn,
      attributes: row.attributes,
      groups: row.everyone ? null : row.cns.filter((cn) => cn !== null),
    },
    secretHash: row.secret_hash,
  });
  return {
    byName: new Map(rows.map((row) => [row.name, toState(row)])),
    settled: rows.every(({ everyone, cns }) => everyone || !cns.includes(null)),
  };
}
