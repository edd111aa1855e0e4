import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { profiles } from "../../core/ldap/relations/profiles.ts";
import { printSources, type Relation } from "../../core/ldap/relations/relation.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import type { RelationsInForce } from "./ldap-relation-ports.ts";

const changes = z.array(z.enum(["lower", "upper", "local_part", "pinyin"])).optional();
const stored = z.array(
  z.strictObject({
    attribute: z.string(),
    first_of: z.array(
      z.union([
        z.strictObject({ field: z.string(), as: changes }),
        z.strictObject({ custom: z.string(), as: changes }),
        z.strictObject({ constant: z.string() }),
      ]),
    ),
  }),
);

interface Row {
  version: number;
  relations: unknown;
  updated_by: Actor;
  updated_at: Date;
}

const AS_INSTALLED: RelationsInForce = { version: 0, relations: profiles.default, updatedBy: null, updatedAt: null };

/** Reads the relations the console set; those of a new installation where it set none. */
export async function readStoredRelations(db: Kysely<Database>): Promise<RelationsInForce> {
  const { rows } = await sql<Row>`select version, relations, updated_by, updated_at from ldap_relations`.execute(db);
  const [row] = rows;
  if (row === undefined) return AS_INSTALLED;
  return {
    version: Number(row.version),
    relations: stored.parse(row.relations),
    updatedBy: row.updated_by,
    updatedAt: row.updated_at.toISOString() as Instant,
  };
}

/** Replaces them where they are still those of `version`. */
export async function replaceStoredRelations(
  db: Kysely<Database>,
  relations: readonly Relation[],
  version: number,
  actor: Actor,
  now: Instant,
): Promise<Result<RelationsInForce, { readonly code: "relations_changed_meanwhile" }>> {
  return db.transaction().execute(async (tx) => {
    // Two first changes at once: a row that is not there cannot be locked.
    await sql`lock table ldap_relations in share row exclusive mode`.execute(tx);
    const before = await readStoredRelations(tx);
    if (before.version !== version) return err({ code: "relations_changed_meanwhile" as const });
    if (JSON.stringify(before.relations) === JSON.stringify(relations)) return ok(before);
    await sql`
      insert into ldap_relations (version, relations, updated_by, updated_at)
      values (${version + 1}, ${JSON.stringify(relations)}::jsonb, ${JSON.stringify(actor)}::jsonb, ${now}::timestamptz)
      on conflict (only_row) do update set version = excluded.version, relations = excluded.relations,
        updated_by = excluded.updated_by, updated_at = excluded.updated_at`.execute(tx);
    await appendAudit(tx, {
      actor,
      action: "ldap.attributes_changed",
      objectKind: "installation",
      objectId: null,
      before: toAudited(before.relations),
      after: toAudited(relations),
    });
    return ok({ version: version + 1, relations, updatedBy: actor, updatedAt: now });
  });
}

/** By attribute, in words, so that the audit log shows what changed. */
function toAudited(relations: readonly Relation[]): Record<string, string> {
  return Object.fromEntries(relations.map(({ attribute, first_of: sources }) => [attribute, printSources(sources)]));
}
