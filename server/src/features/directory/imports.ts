import { randomUUID } from "node:crypto";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { changeGroupMembers, createGroup } from "./group-store.ts";
import type { GroupOutcome, ImportBatch, ImportedGroup, ImportOutcome, Imports } from "./import-ports.ts";
import { type KnownGroup, readKnownGroup } from "./import-reader.ts";
import { decidePeople, importPeople } from "./import-store.ts";
import { findMainConnection } from "./link-reader.ts";
import type { Caller } from "./ports.ts";

/** Makes the use cases that take another system's records over. */
export function makeImports({
  database: { kysely },
  clock,
}: {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
}): Imports {
  /** Links hang on a connection: without one the first sync would make everybody a second account. */
  async function findConnection({
    people,
  }: ImportBatch): Promise<Result<string | null, { readonly code: "integration_not_configured" }>> {
    const connectionId = (await findMainConnection(kysely)) ?? null;
    return connectionId === null && people.some(({ unionId }) => unionId !== null)
      ? err({ code: "integration_not_configured" })
      : ok(connectionId);
  }
  return {
    async preview(batch) {
      const connection = await findConnection(batch);
      if (!connection.ok) return connection;
      const people = await decidePeople(kysely, batch.people, connection.value);
      const groups: GroupOutcome[] = [];
      for (const group of batch.groups) groups.push(outcomeOf(group, await readKnownGroup(kysely, group)));
      return ok<ImportOutcome>({ people, groups });
    },
    async apply(batch, caller) {
      const connection = await findConnection(batch);
      if (!connection.ok) return connection;
      const people = await importPeople(kysely, batch.people, connection.value, caller, clock.now());
      const groups: GroupOutcome[] = [];
      for (const group of batch.groups) groups.push(await importGroup(group, caller));
      return ok<ImportOutcome>({ people, groups });
    },
  };

  async function importGroup(group: ImportedGroup, caller: Caller): Promise<GroupOutcome> {
    const known = await readKnownGroup(kysely, group);
    const now = clock.now();
    const { name, description } = group;
    let id = known.id;
    if (id === null) {
      id = randomUUID();
      const created = await createGroup(kysely, id, { name, description }, caller, now);
      // Somebody made a group of that name in between: the members go there.
      if (!created.ok) return importGroup(group, caller);
    }
    if (known.newMembers.length > 0) {
      const changes = { addUsers: known.newMembers, addDepartments: [], removeUsers: [], removeDepartments: [] };
      const changed = await changeGroupMembers(kysely, id, changes, caller, now);
      // Somebody was deleted, or the group was, in between: look again.
      if (!changed.ok) return importGroup(group, caller);
    }
    return outcomeOf(group, known);
  }
}

function outcomeOf({ name }: ImportedGroup, { id, newMembers, unknown }: KnownGroup): GroupOutcome {
  const added = newMembers.length;
  return { name, outcome: id === null ? "created" : added > 0 ? "changed" : "unchanged", added, unknown };
}
