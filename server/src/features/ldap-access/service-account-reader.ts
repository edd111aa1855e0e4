import { type Kysely, type Selectable, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { LdapServiceAccount as Row } from "../../platform/db/schema.ts";
import { isUuid } from "../directory/index.ts";
import type { LdapServiceAccount } from "./ports.ts";

type Named = LdapServiceAccount["departments"][number];

/** Reads every service account by name, without the hashes of their passwords. */
export async function readServiceAccounts(db: Kysely<Database>): Promise<readonly LdapServiceAccount[]> {
  return read(db, null);
}

/** Finds one. */
export async function findServiceAccount(db: Kysely<Database>, id: string): Promise<LdapServiceAccount | undefined> {
  if (!isUuid(id)) return undefined;
  const [found] = await read(db, id);
  return found;
}

async function read(db: Kysely<Database>, id: string | null): Promise<readonly LdapServiceAccount[]> {
  const { rows } = await sql<Omit<Selectable<Row>, "secret_hash"> & { groups: Named[]; departments: Named[] }>`
    select s.id, s.name, s.description, s.enabled, s.base_dn, s.attributes, s.everyone, s.secret_changed_at, s.last_used_at,
      s.last_used_address, s.created_at, s.updated_at,
      coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name, g.id)
        from ldap_service_account_scope x join directory_group g on g.id = x.group_id
        where x.service_account_id = s.id), '[]') as groups,
      coalesce((select json_agg(json_build_object('id', d.id, 'name', d.name, 'subtree', x.subtree) order by d.name, d.id)
        from ldap_service_account_scope x join department d on d.id = x.department_id and d.status = 'active'
        where x.service_account_id = s.id), '[]') as departments
    from ldap_service_account s where ${id}::uuid is null or s.id = ${id}::uuid order by s.name`.execute(db);
  const instant = (date: Date) => date.toISOString() as Instant;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    enabled: row.enabled,
    baseDn: row.base_dn,
    attributes: row.attributes,
    everyone: row.everyone,
    groups: row.groups,
    departments: row.departments,
    passwordChangedAt: instant(row.secret_changed_at),
    lastUsedAt: row.last_used_at && instant(row.last_used_at),
    lastUsedAddress: row.last_used_address,
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  }));
}
