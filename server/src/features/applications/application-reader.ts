import { type Kysely, type Selectable, sql } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { Application as ApplicationRow } from "../../platform/db/schema.ts";
import { decodeCursor, encodeCursor, isUuid } from "../directory/index.ts";
import { admissionOf } from "./admission-reader.ts";
import { toApplication } from "./application-row-reader.ts";
import type { Application, PortalApplication } from "./ports.ts";

/**
 * Reads applications by name. Undefined when the cursor is not of this list.
 *
 * @param search part of a name, or of a client_id
 */
export async function readApplications(
  db: Kysely<Database>,
  search: string | undefined,
  { limit, cursor }: PageQuery,
): Promise<Page<Application> | undefined> {
  const place = cursor === null ? null : decodeCursor(cursor, ["string", "uuid"]);
  if (place === undefined) return undefined;
  const from = place === null ? sql`true` : sql`(lower(a.name), a.id) > (${place[0]}, ${place[1]}::uuid)`;
  // PostgreSQL refuses U+0000, which no stored text holds.
  const wanted = search?.toLowerCase().replaceAll("\0", "\ufffd");
  const passing =
    wanted === undefined
      ? sql`true`
      : sql`(strpos(lower(a.name), ${wanted}) > 0 or strpos(lower(a.client_id), ${wanted}) > 0)`;
  const { rows } = await sql<Selectable<ApplicationRow> & { place: string; total: number }>`
    select a.*, lower(a.name) as place, (select count(*) from application a where ${passing}) as total
    from application a where ${from} and ${passing} order by lower(a.name), a.id limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toApplication),
    nextCursor: rows.length > limit && last ? encodeCursor([last.place, last.id]) : null,
    total: rows[0]?.total ?? 0,
  };
}

/** Finds an application by its id. */
export async function findApplication(db: Kysely<Database>, id: string): Promise<Application | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db.selectFrom("application").selectAll().where("id", "=", id).executeTakeFirst();
  return row && toApplication(row);
}

/** Reads the applications with an address that a user may open, by name. */
export async function readPortal(db: Kysely<Database>, userId: UserId): Promise<PortalApplication[]> {
  if (!isUuid(userId)) return [];
  const asked = sql`
    select ${userId}::uuid, client_id from application where enabled and home_url is not null`;
  const { rows } = await sql<PortalApplication>`
    with recursive ${admissionOf(asked)}
    select a.id, a.name, a.description, a.home_url as "homeUrl"
    from admitted join application a on a.client_id = admitted.client_id order by lower(a.name), a.id`.execute(db);
  return rows;
}
