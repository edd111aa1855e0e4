import { describe, expect, it } from "vitest";
import { codes, steps } from "../../../test/support/plan-words.ts";
import {
  directory,
  directoryDepartment,
  directoryUser,
  inDepartments,
  localUser,
  membership,
  planInput,
  policy,
  source,
  sourceDepartment,
  sourceUser,
} from "../../../test/support/sync-makers.ts";
import { plan } from "./plan.ts";

describe("departments", () => {
  it("creates parents before children whatever the order of the list", () => {
    const planned = plan(
      planInput({
        source: source({
          departments: [sourceDepartment("c", "b"), sourceDepartment("b", "a"), sourceDepartment("a")],
          users: [sourceUser("z")],
        }),
      }),
    );
    expect(steps(planned.changes).slice(0, 3)).toEqual([
      "create Department a",
      "create Department b",
      "create Department c",
    ]);
  });

  it("hangs a department with an invisible parent under the root and warns", () => {
    const planned = plan(
      planInput({ source: source({ departments: [sourceDepartment("b", "hidden")], users: [sourceUser("z")] }) }),
    );
    expect(planned.changes[0]?.after).toMatchObject({ parentId: null });
    expect(codes(planned)[0]).toBe("warning department_parent_invisible Department b");
  });

  it("renames and moves in place", () => {
    const departments = [directoryDepartment("a"), directoryDepartment("b")];
    const planned = plan(
      planInput({
        source: source({
          departments: [sourceDepartment("a"), sourceDepartment("b", "a", { name: "Renamed" })],
          users: [sourceUser("z")],
        }),
        directory: directory({ departments, users: [directoryUser("z")] }),
      }),
    );
    expect(steps(planned.changes)).toEqual(["move Renamed: name parentId (moved_in_feishu)"]);
  });

  it("deletes a department that is gone only once nothing is left in it, children first", () => {
    const departments = [directoryDepartment("a"), directoryDepartment("b", "a"), directoryDepartment("c")];
    const local = localUser("l");
    const memberships = [membership(local, "c", { origin: "built_in" })];
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("z")] }),
        directory: directory({ departments, users: [directoryUser("z"), local], memberships }),
      }),
    );
    expect(steps(planned.changes)).toEqual([
      "remove Department b: status (gone_from_feishu)",
      "remove Department a: status (gone_from_feishu)",
    ]);
    expect(codes(planned)).toContain("skipped department_not_empty Department c");
  });

  it.each(["ignore", "delete"] as const)("never linked and unmatched, policy %s", (unmatchedLocalDepartments) => {
    const planned = plan(
      planInput({
        policy: { ...policy, unmatchedLocalDepartments },
        source: source({ users: [sourceUser("z")] }),
        directory: directory({
          users: [directoryUser("z")],
          departments: [directoryDepartment("l", null, { link: null, origin: "built_in" })],
        }),
      }),
    );
    expect(planned.changes.length).toBe(unmatchedLocalDepartments === "delete" ? 1 : 0);
  });

  it("moves people first and only then loses the department they were in", () => {
    const user = directoryUser("z");
    const planned = plan(
      planInput({
        source: source({
          departments: [sourceDepartment("b")],
          users: [sourceUser("z", { memberships: inDepartments("b") })],
        }),
        directory: directory({
          users: [user],
          departments: [directoryDepartment("a")],
          memberships: [membership(user, "a")],
        }),
      }),
    );
    expect(steps(planned.changes)).toEqual([
      "create Department b",
      "add_member moved_in_feishu",
      "remove_member left_department",
      "remove Department a: status (gone_from_feishu)",
    ]);
  });

  it("never touches a membership made by hand", () => {
    const user = directoryUser("z");
    const planned = plan(
      planInput({
        source: source({ departments: [sourceDepartment("a")], users: [sourceUser("z")] }),
        directory: directory({
          users: [user],
          departments: [directoryDepartment("a")],
          memberships: [membership(user, "a", { origin: "built_in" })],
        }),
      }),
    );
    expect(planned.verdict).toEqual({ kind: "empty" });
  });

  it("gives no account to anybody and no row to any child of a department left out by policy", () => {
    const planned = plan(
      planInput({
        policy: { ...policy, unmatchedFeishuDepartments: "ignore" },
        source: source({
          departments: [sourceDepartment("a")],
          users: [sourceUser("z", { memberships: inDepartments("a") })],
        }),
      }),
    );
    expect(steps(planned.changes)).toEqual(["create Person z"]);
    expect(codes(planned)).toEqual(["skipped policy_ignore Department a"]);
  });
});
