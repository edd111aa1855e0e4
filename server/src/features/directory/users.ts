import { createHash, randomUUID } from "node:crypto";
import type { DepartmentId, UserId } from "../../core/kernel/ids.ts";
import { once } from "../../core/kernel/once.ts";
import type { Page } from "../../core/kernel/page.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { loadRomanizer } from "../../platform/romanize/romanize.ts";
import { createDepartment, deleteDepartment, updateDepartment } from "./department-edit-store.ts";
import { makeDepartmentReader } from "./department-reader.ts";
import { readDepartmentTree } from "./department-tree-reader.ts";
import { readUserHistory } from "./history-reader.ts";
import type { Caller, Departments, UserRef, Users } from "./ports.ts";
import { findUser } from "./user-detail-reader.ts";
import { createUser, updateUser } from "./user-edit-store.ts";
import { makeUserReader } from "./user-reader.ts";
import { type OperatorAct, performOnUser } from "./user-store.ts";
import { makeUsernameChooser } from "./username-reader.ts";

/** Makes the use cases about users. Writes are transactions of their own; reading never waits for a writer. */
export function makeUsers({
  database,
  clock,
}: {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
}): Users {
  const { kysely } = database;
  const reader = makeUserReader(kysely);
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const chooseUsername = makeUsernameChooser(once(loadRomanizer), sha256);
  const detailOf = async <Refusal>(done: Result<UserId, Refusal>) => {
    if (!done.ok) return done;
    const detail = await findUser(kysely, { kind: "id", id: done.value });
    return detail === undefined ? err({ code: "user_not_found" as const }) : ok(detail);
  };
  const perform = async (act: OperatorAct, user: UserRef, caller: Caller) => {
    const done = await performOnUser(kysely, act, user, caller, clock.now());
    return detailOf(done.ok ? done : err({ code: done.error }));
  };
  return {
    list: async (filter, sort, page) => orInvalidCursor(await reader.list(filter, sort, page)),
    export: (filter) => reader.export(filter),
    find: (user) => findUser(kysely, user),
    async readHistory(user, page) {
      const found = await findUser(kysely, user);
      if (found === undefined) return err({ code: "user_not_found" });
      return orInvalidCursor(await readUserHistory(kysely, found.id, page));
    },
    create: async (user, caller) => {
      const id = randomUUID() as UserId;
      return detailOf(await createUser(kysely, id, user, chooseUsername, caller, clock.now())) as ReturnType<
        Users["create"]
      >;
    },
    update: async (user, edit, caller) => detailOf(await updateUser(kysely, user, edit, caller, clock.now())),
    // Each act refuses with its own codes only; the store's union is wider than any of them.
    disable: (user, caller) => perform("disable", user, caller) as ReturnType<Users["disable"]>,
    enable: (user, caller) => perform("enable", user, caller) as ReturnType<Users["enable"]>,
    restore: (user, caller) => perform("restore", user, caller) as ReturnType<Users["restore"]>,
    delete: (user, caller) => perform("delete", user, caller) as ReturnType<Users["delete"]>,
  };
}

/** Makes the use cases about departments. */
export function makeDepartments({
  database,
  clock,
}: {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
}): Departments {
  const { kysely } = database;
  const reader = makeDepartmentReader(kysely);
  const detailOf = async <Refusal>(done: Result<DepartmentId, Refusal>) => {
    if (!done.ok) return done;
    const detail = await reader.find({ kind: "id", id: done.value });
    if (detail === undefined) throw new Error(`the department ${done.value} is gone`);
    return ok(detail);
  };
  return {
    list: async (filter, page) => orInvalidCursor(await reader.list(filter, page)),
    export: (filter) => reader.export(filter),
    find: (department) => reader.find(department),
    readTree: () => readDepartmentTree(kysely),
    create: async (department, caller) =>
      detailOf(await createDepartment(kysely, randomUUID() as DepartmentId, department, caller, clock.now())),
    update: async (department, edit, caller) =>
      detailOf(await updateDepartment(kysely, department, edit, caller, clock.now())),
    delete: async (department, caller) => detailOf(await deleteDepartment(kysely, department, caller, clock.now())),
  };
}

function orInvalidCursor<Item>(page: Page<Item> | undefined) {
  return page === undefined ? err({ code: "cursor_invalid" as const }) : ok(page);
}
