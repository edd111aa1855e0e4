import { randomUUID } from "node:crypto";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { Group, Groups } from "./group-ports.ts";
import { findGroup, readGroupMembers, readGroups } from "./group-reader.ts";
import { changeGroupMembers, createGroup, deleteGroup, updateGroup } from "./group-store.ts";

/** Makes the use cases about groups made by hand. */
export function makeGroups({
  database: { kysely },
  clock,
}: {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
}): Groups {
  /** The group after a write; it can only be missing when somebody deleted it in between. */
  const reread = async <Refusal>(written: Result<string, Refusal>) => {
    if (!written.ok) return written;
    const group = await findGroup(kysely, written.value);
    if (group === undefined) throw new Error(`the group ${written.value} is gone`);
    return ok<Group>(group);
  };
  return {
    async list(text, page) {
      const groups = await readGroups(kysely, text, page);
      return groups === undefined ? err({ code: "cursor_invalid" }) : ok(groups);
    },
    find: (id) => findGroup(kysely, id),
    async readMembers(id, page) {
      if ((await findGroup(kysely, id)) === undefined) return err({ code: "group_not_found" });
      const members = await readGroupMembers(kysely, id, page);
      return members === undefined ? err({ code: "cursor_invalid" }) : ok(members);
    },
    create: async (group, caller) => reread(await createGroup(kysely, randomUUID(), group, caller, clock.now())),
    update: async (id, edit, caller) => reread(await updateGroup(kysely, id, edit, caller, clock.now())),
    delete: (id, caller) => deleteGroup(kysely, id, caller),
    changeMembers: async (id, changes, caller) =>
      reread(await changeGroupMembers(kysely, id, changes, caller, clock.now())),
  };
}
