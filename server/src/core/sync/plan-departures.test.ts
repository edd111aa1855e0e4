import { describe, expect, it } from "vitest";
import { codes, steps } from "../../../test/support/plan-words.ts";
import {
  directory,
  directoryDepartment,
  directoryUser,
  localUser,
  membership,
  openDepartmentId,
  planInput,
  policy,
  source,
  sourceDepartment,
  sourceUser,
} from "../../../test/support/sync-makers.ts";
import type { DirectoryUser } from "../directory/types.ts";
import { plan } from "./plan.ts";

describe("departures", () => {
  const users = [directoryUser("a"), directoryUser("b")];
  const departments = [directoryDepartment("d")];
  const memberships = users.map((user) => membership(user, "d"));
  const held = directory({ users, departments, memberships });
  const stayer = sourceUser("a", {
    memberships: [{ openDepartmentId: openDepartmentId("d"), primary: true, userOrder: 0, departmentOrder: 10 }],
  });
  const seen = { users: [stayer], departments: [sourceDepartment("d")] };

  it("disables a linked person who is gone from a complete reading, and ends the memberships", () => {
    const planned = plan(planInput({ source: source(seen), directory: held }));
    expect(steps(planned.changes)).toEqual([
      "remove_member gone_from_feishu",
      "deactivate Person b: status disabledBy (gone_from_feishu)",
    ]);
    expect(planned.summary.users).toMatchObject({ disabled: 1, unchanged: 1 });
  });

  it.each([
    ["delete", ["remove_member gone_from_feishu", "remove Person b: status disabledBy (gone_from_feishu)"]],
    ["ignore", []],
  ] as const)("follows the policy for people who left: %s", (departedUsers, expected) => {
    expect(
      steps(plan(planInput({ policy: { ...policy, departedUsers }, source: source(seen), directory: held })).changes),
    ).toEqual(expected);
  });

  it.each(["department_members", "department_tree", "root_members"] as const)(
    "removes nobody when %s could not be read",
    (what) => {
      const unread = [{ what, key: "od-x", code: "feishu_timeout", message: "" }];
      const planned = plan(
        planInput({
          source: source({ ...seen, coverage: { unread } }),
          directory: held,
          policy: { ...policy, unmatchedLocalUsers: "delete" },
        }),
      );
      expect([...planned.changes, ...planned.held]).toEqual([]);
      expect(codes(planned)).toEqual(["skipped not_provable Person b"]);
      expect(planned.complete).toBe(false);
    },
  );

  it("leaves alone the one person who could not be asked about", () => {
    const unread = [{ what: "user" as const, key: "ou_b", code: "feishu_timeout", message: "" }];
    const planned = plan(planInput({ source: source({ ...seen, coverage: { unread } }), directory: held }));
    expect([...planned.changes, ...planned.held]).toEqual([]);
  });

  it("disables a person who is known to have resigned even when the reading is incomplete", () => {
    const unread = [{ what: "department_members" as const, key: "od-x", code: "feishu_timeout", message: "" }];
    const users = [stayer, sourceUser("b", { state: "resigned" })];
    const planned = plan(planInput({ source: source({ ...seen, users, coverage: { unread } }), directory: held }));
    expect(steps(planned.changes)).toEqual([
      "remove_member resigned",
      "deactivate Person b: status disabledBy (resigned)",
    ]);
  });

  it.each([
    ["operators", { operator: true, protected: true }],
    ["protected accounts", { protected: true }],
  ])("never removes %s, linked or not", (_name, over) => {
    const accounts = [directoryUser("a"), directoryUser("b", over), localUser("c", over)];
    const planned = plan(
      planInput({
        policy: { ...policy, unmatchedLocalUsers: "delete", departedUsers: "delete" },
        source: source({ users: [sourceUser("a")] }),
        directory: directory({ users: accounts }),
      }),
    );
    expect(planned.changes).toEqual([]);
    expect(codes(planned)).toEqual(["skipped protected Person b", "skipped protected Person c"]);
  });

  it.each([
    ["ignore", []],
    ["disable", ["deactivate Person c: status disabledBy (unmatched_local)"]],
    ["delete", ["remove Person c: status disabledBy (unmatched_local)"]],
  ] as const)("never linked and unmatched, policy %s", (unmatchedLocalUsers, expected) => {
    const planned = plan(
      planInput({
        policy: { ...policy, unmatchedLocalUsers },
        source: source({ users: [sourceUser("a")] }),
        directory: directory({ users: [directoryUser("a"), localUser("c")] }),
      }),
    );
    expect(steps(planned.changes)).toEqual(expected);
  });

  it("gives the same account back to a person with the same union_id, and a new one to anybody else", () => {
    const left = directoryUser("b", { status: "deleted", disabledBy: "sync" });
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("b"), sourceUser("c", { email: "b@example.com" })] }),
        directory: directory({ users: [left] }),
      }),
    );
    expect(steps(planned.changes)).toEqual(["reactivate Person b: status disabledBy (returned)", "create Person c"]);
  });

  it("links again by union_id after the integration was removed", () => {
    const account = directoryUser("b", {
      link: { ...(directoryUser("b").link as NonNullable<DirectoryUser["link"]>), tombstone: true },
    });
    const planned = plan(
      planInput({ source: source({ users: [sourceUser("b")] }), directory: directory({ users: [account] }) }),
    );
    expect(steps(planned.changes)).toEqual(["link Person b: link (same_link)"]);
  });

  it("removes an account of an unlinked person never", () => {
    const account = directoryUser("b", {
      link: { ...(directoryUser("b").link as NonNullable<DirectoryUser["link"]>), tombstone: true },
    });
    const planned = plan(
      planInput({
        policy: { ...policy, unmatchedLocalUsers: "delete" },
        source: source({ users: [sourceUser("a")] }),
        directory: directory({ users: [directoryUser("a"), account] }),
      }),
    );
    expect(planned.changes).toEqual([]);
  });
});
