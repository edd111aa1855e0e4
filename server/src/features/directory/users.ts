import type { Actor } from "../../core/kernel/actor.ts";
import type { Page } from "../../core/kernel/page.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeDepartmentReader } from "./department-reader.ts";
import { readUserHistory } from "./history-reader.ts";
import type { Departments, UserRef, Users } from "./ports.ts";
import { makeUserReader } from "./user-reader.ts";
import { type OperatorAct, performOnUser } from "./user-store.ts";

/** Makes the use cases about users. Acts are transactions of their own; reading never waits for a writer. */
export function makeUsers({
  database,
  clock,
}: {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
}): Users {
  const { kysely } = database;
  const reader = makeUserReader(kysely);
  const perform = async (act: OperatorAct, user: UserRef, actor: Actor) => {
    const done = await performOnUser(kysely, act, user, actor, clock.now());
    if (!done.ok) return err({ code: done.error });
    const detail = await reader.find({ kind: "id", id: done.value });
    if (detail === undefined) return err({ code: "user_not_found" as const });
    return ok(detail);
  };
  return {
    list: async (filter, sort, page) => orInvalidCursor(await reader.list(filter, sort, page)),
    export: (filter) => reader.export(filter),
    find: (user) => reader.find(user),
    async readHistory(user, page) {
      const found = await reader.find(user);
      if (found === undefined) return err({ code: "user_not_found" });
      return orInvalidCursor(await readUserHistory(kysely, found.id, page));
    },
    // Each act refuses with its own codes only; the store's union is wider than any of them.
    disable: (user, actor) => perform("disable", user, actor) as ReturnType<Users["disable"]>,
    enable: (user, actor) => perform("enable", user, actor) as ReturnType<Users["enable"]>,
    restore: (user, actor) => perform("restore", user, actor) as ReturnType<Users["restore"]>,
  };
}

/** Makes the use cases about departments. */
export function makeDepartments({ database }: { readonly database: Pick<OpenDatabase, "kysely"> }): Departments {
  const reader = makeDepartmentReader(database.kysely);
  return {
    list: async (filter, page) => orInvalidCursor(await reader.list(filter, page)),
    export: (filter) => reader.export(filter),
    find: (department) => reader.find(department),
  };
}

function orInvalidCursor<Item>(page: Page<Item> | undefined) {
  return page === undefined ? err({ code: "cursor_invalid" as const }) : ok(page);
}
