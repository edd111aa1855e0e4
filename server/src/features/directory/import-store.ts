import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { planImport } from "../../core/directory/plan-import.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendEvent } from "../../platform/outbox/outbox-store.ts";
import { appendAudit } from "../admin/index.ts";
import { readBuiltInRule } from "./built-in-rule-reader.ts";
import type { ImportOutcome, PersonRecordOfImport } from "./import-ports.ts";
import { readKnownAccounts } from "./import-reader.ts";
import type { Caller } from "./ports.ts";

/** Decides about people over the directory as it is in this transaction. */
export async function decidePeople(
  db: Kysely<Database>,
  people: readonly PersonRecordOfImport[],
  connectionId: string | null,
): Promise<ImportOutcome["people"]> {
  const known = await readKnownAccounts(db, people, connectionId);
  const admitsUnlinked = (await readBuiltInRule(db)) !== "unsupported";
  const decisions = planImport(people, known, admitsUnlinked);
  return people.flatMap(({ username }, at) => {
    const decision = decisions[at];
    return decision ? [{ username, ...decision }] : [];
  });
}

/**
 * Writes people into the directory, all or none. A link is written as a tombstone: the next sync finds the account by its
 * union_id and links it, with the open_id that go-ldap-admin never kept (product.md 5.7).
 */
export async function importPeople(
  db: Kysely<Database>,
  people: readonly PersonRecordOfImport[],
  connectionId: string | null,
  { actor }: Caller,
  now: Instant,
): Promise<ImportOutcome["people"]> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ revision: number }>`select revision from directory_state for update`.execute(tx);
    const revision = (rows[0]?.revision ?? 0) + 1;
    const decided = await decidePeople(tx, people, connectionId);
    const isExempt = (await readBuiltInRule(tx)) === "supported";
    let changed = false;
    for (const [at, decision] of decided.entries()) {
      const person = people[at];
      if (person === undefined || (decision.outcome !== "created" && decision.outcome !== "linked")) continue;
      changed = true;
      const id = decision.outcome === "linked" ? decision.id : (randomUUID() as UserId);
      if (decision.outcome === "created") await insertPerson(tx, id, person, isExempt && person.unionId === null, now);
      if (person.unionId !== null && connectionId !== null)
        await sql`
          insert into linked_identity (user_id, connection_id, union_id, open_id, feishu_user_id, unlinked_at, linked_at)
          values (${id}::uuid, ${connectionId}::uuid, ${person.unionId}, '', ${person.feishuUserId}, ${now}::timestamptz,
            ${now}::timestamptz)`.execute(tx);
      const { username, name, email, unionId } = person;
      const action = decision.outcome === "created" ? "user.imported" : "user.link_imported";
      const after: Record<string, Json> =
        decision.outcome === "created" ? { username, name, email, unionId } : { unionId };
      await appendAudit(tx, { actor, action, objectKind: "user", objectId: id, after });
      if (decision.outcome === "created")
        await appendEvent(tx, "user.created", { userId: id, changed: null, revision, runId: null });
    }
    if (changed) await sql`update directory_state set revision = revision + 1`.execute(tx);
    return decided;
  });
}

async function insertPerson(
  tx: Kysely<Database>,
  id: UserId,
  person: PersonRecordOfImport,
  isExempt: boolean,
  now: Instant,
): Promise<void> {
  await sql`
    insert into directory_user (id, username, name, nickname, email, mobile, employee_no, job_title, origin, sync_exempt,
      created_at, updated_at)
    values (${id}::uuid, ${person.username}, ${person.name}, ${person.nickname}, ${person.email}, ${person.mobile},
      ${person.employeeNo}, ${person.jobTitle}, 'built_in', ${isExempt}, ${now}::timestamptz, ${now}::timestamptz)`.execute(
    tx,
  );
}
