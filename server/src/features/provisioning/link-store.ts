import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { EntryKind, EntryLink } from "../../core/ldap/provision/types.ts";
import { type CopiedRow, readCopied } from "../../platform/db/copied-rows.ts";
import type { Database, OpenDatabase } from "../../platform/db/open-database.ts";

const BATCH = 5000;

/** What a link is found by among those of its server. */
export const linkKey = ({ kind, subject }: Pick<EntryLink, "kind" | "subject">): string => `${kind} ${subject}`;

/** Reads which entries of a server are ours; by COPY, since there are as many as entries. */
export async function readLinks({ pool }: Pick<OpenDatabase, "pool">, targetId: string): Promise<EntryLink[]> {
  const client = await pool.connect();
  const links: EntryLink[] = [];
  let broken = true;
  try {
    const query = `select kind, subject, entry_uuid, dn, disabled, adopted,
        to_char(password_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      from ldap_target_link where target_id = ${client.escapeLiteral(targetId)}::uuid`;
    await readCopied(client, query, (rows) => {
      for (const row of rows) links.push(toLink(row));
    });
    broken = false;
    return links;
  } finally {
    client.release(broken);
  }
}

function toLink([kind, subject, uuid, dn, disabled, adopted, passwordAt]: CopiedRow): EntryLink {
  return {
    ...{ kind: kind as EntryKind, subject: subject as string, uuid: uuid ?? null, dn: dn as string },
    ...{ disabled: disabled === "t", adopted: adopted === "t", passwordAt: (passwordAt ?? null) as Instant | null },
  };
}

/** Writes links, new or changed. */
export async function keepLinks(db: Kysely<Database>, targetId: string, links: readonly EntryLink[]): Promise<void> {
  for (let at = 0; at < links.length; at += BATCH) {
    const some = links.slice(at, at + BATCH);
    await sql`
      insert into ldap_target_link (target_id, kind, subject, entry_uuid, dn, disabled, adopted, password_at)
      select ${targetId}::uuid, * from unnest(
        ${some.map(({ kind }) => kind)}::text[], ${some.map(({ subject }) => subject)}::text[],
        ${some.map(({ uuid }) => uuid)}::text[], ${some.map(({ dn }) => dn)}::text[],
        ${some.map(({ disabled }) => disabled)}::boolean[], ${some.map(({ adopted }) => adopted)}::boolean[],
        ${some.map(({ passwordAt }) => passwordAt)}::timestamptz[])
      on conflict (target_id, kind, subject) do update set entry_uuid = excluded.entry_uuid, dn = excluded.dn,
        disabled = excluded.disabled, adopted = excluded.adopted, password_at = excluded.password_at`.execute(db);
  }
}

export async function forgetLinks(
  db: Kysely<Database>,
  targetId: string,
  links: readonly Pick<EntryLink, "kind" | "subject">[],
): Promise<void> {
  for (let at = 0; at < links.length; at += BATCH) {
    const some = links.slice(at, at + BATCH);
    await sql`
      delete from ldap_target_link l
      using unnest(${some.map(({ kind }) => kind)}::text[], ${some.map(({ subject }) => subject)}::text[]) as gone(kind, subject)
      where l.target_id = ${targetId}::uuid and l.kind = gone.kind and l.subject = gone.subject`.execute(db);
  }
}

/** Completes links of entries that were written before their entryUUID was known. */
export async function completeLinks(
  db: Kysely<Database>,
  targetId: string,
  uuids: readonly { readonly kind: EntryKind; readonly subject: string; readonly uuid: string }[],
): Promise<void> {
  for (let at = 0; at < uuids.length; at += BATCH) {
    const some = uuids.slice(at, at + BATCH);
    await sql`
      update ldap_target_link l set entry_uuid = read.uuid
      from unnest(${some.map(({ kind }) => kind)}::text[], ${some.map(({ subject }) => subject)}::text[],
        ${some.map(({ uuid }) => uuid)}::text[]) as read(kind, subject, uuid)
      where l.target_id = ${targetId}::uuid and l.kind = read.kind and l.subject = read.subject and l.entry_uuid is null`.execute(
      db,
    );
  }
}
