import { describe, expect, it } from "vitest";
import { codes, steps } from "../../../test/support/plan-words.ts";
import {
  directory,
  directoryDepartment,
  directoryUser,
  everythingReadable,
  inDepartments,
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
import type { Change } from "./plan-types.ts";
import type { SourceUserState } from "./snapshot.ts";

describe("people", () => {
  it("creates and links a person nobody knows, with a username from the e-mail", () => {
    const planned = plan(
      planInput({
        source: source({
          departments: [sourceDepartment("a")],
          users: [sourceUser("z", { memberships: inDepartments("a") })],
        }),
      }),
    );
    expect(steps(planned.changes)).toEqual(["create Department a", "create Person z", "add_member moved_in_feishu"]);
    expect(planned.changes[1]?.after).toMatchObject({
      username: "z",
      status: "active",
      link: { unionId: "on_z", openId: "ou_z" },
    });
    expect(planned.verdict).toEqual({ kind: "applyable" });
  });

  it("gives namesakes the next free number and never a username that was ever used", () => {
    const people = ["1", "2", "3"].map((key) => sourceUser(key, { email: `li.lei@${key}.example.com` }));
    const gone = directoryUser("x", { username: "Li.Lei", status: "deleted", disabledBy: "operator" });
    const planned = plan(planInput({ source: source({ users: people }), directory: directory({ users: [gone] }) }));
    expect(
      planned.changes.map((change) => change.verb === "create" && change.kind === "users" && change.after.username),
    ).toEqual(["li.lei2", "li.lei3", "li.lei4"]);
  });

  it("links an active account with the same e-mail, in whatever case", () => {
    const account = localUser("b", { email: "B@Example.com" });
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("z", { email: "b@example.com", name: "Person b" })] }),
        directory: directory({ users: [account] }),
      }),
    );
    expect(steps(planned.changes)).toEqual(["link Person b: email link (same_email)"]);
  });

  const notLinkable: [string, Partial<DirectoryUser>][] = [
    ["an operator's", { operator: true, protected: true }],
    ["a disabled", { status: "disabled", disabledBy: "operator" }],
    [
      "an account that was linked before",
      { link: { ...directoryUser("q").link, tombstone: true } as DirectoryUser["link"] },
    ],
  ];
  it.each(notLinkable)("never links %s account by e-mail", (_name, over) => {
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("z", { email: "b@example.com" })] }),
        directory: directory({ users: [localUser("b", over)] }),
      }),
    );
    expect(steps(planned.changes)).toEqual(["create Person z"]);
    expect(codes(planned)).toContain("warning email_taken Person z");
  });

  it("creates both of two people with one address and links neither", () => {
    const people = ["y", "z"].map((key) => sourceUser(key, { email: "b@example.com" }));
    const planned = plan(
      planInput({ source: source({ users: people }), directory: directory({ users: [localUser("b")] }) }),
    );
    expect(steps(planned.changes)).toEqual(["create Person y", "create Person z"]);
    expect(codes(planned)).toEqual([
      "warning email_conflict Person y",
      "warning email_conflict Person z",
      "skipped policy_ignore Person b",
    ]);
  });

  it("creates a person without an e-mail all the same", () => {
    const planned = plan(planInput({ source: source({ users: [sourceUser("z", { email: null, name: "Ada" })] }) }));
    expect(planned.changes[0]?.after).toMatchObject({ username: "ada", email: null });
    expect(codes(planned)).toEqual(["note no_email Ada"]);
  });

  it("creates nobody where the policy ignores unmatched people", () => {
    const planned = plan(
      planInput({
        policy: { ...policy, unmatchedFeishuUsers: "ignore" },
        source: source({ users: [sourceUser("z")] }),
      }),
    );
    expect(planned.verdict).toEqual({ kind: "empty" });
    expect(planned.summary.users).toMatchObject({ created: 0, skipped: 1 });
  });

  it("changes only what differs, and only what may be read and is switched on", () => {
    const before = directoryUser("z", {
      mobile: "+8613800000001",
      nickname: "old",
      attributes: { city: "Bath", secret: 1 },
    });
    const seen = sourceUser("z", {
      name: "New",
      mobile: null,
      nickname: "new",
      jobTitle: "CTO",
      attributes: { city: "York" },
    });
    const planned = plan(
      planInput({
        policy: { ...policy, fields: { mobile: true, employeeNo: true, nickname: false } },
        source: source({
          users: [seen],
          readable: { ...everythingReadable, user: { ...everythingReadable.user, mobile: false } },
        }),
        directory: directory({ users: [before] }),
      }),
    );
    expect(planned.changes[0]).toMatchObject({
      verb: "update",
      before: { name: "Person z", jobTitle: null },
      after: { name: "New", jobTitle: "CTO", attributes: { city: "York", secret: 1 } },
    });
    expect(Object.keys(planned.changes[0]?.after ?? {}).sort()).toEqual(["attributes", "jobTitle", "name"]);
  });

  it("fills an empty e-mail from the enterprise address and overwrites none with it", () => {
    const readable = { ...everythingReadable, user: { ...everythingReadable.user, email: false } };
    const users = [directoryUser("a", { email: null }), directoryUser("b", { email: "real@example.com" })];
    const planned = plan(
      planInput({
        source: source({ readable, users: [sourceUser("a"), sourceUser("b")] }),
        directory: directory({ users }),
      }),
    );
    expect(steps(planned.changes)).toEqual(["update Person a: email (changed_in_feishu)"]);
  });

  it("clears an e-mail only where both of a person's addresses may be read", () => {
    const clears = (over: Partial<typeof everythingReadable.user>) => {
      const readable = { ...everythingReadable, user: { ...everythingReadable.user, ...over } };
      const seen = source({ readable, users: [sourceUser("a", { email: null })] });
      return plan(planInput({ source: seen, directory: directory({ users: [directoryUser("a")] }) })).changes.length;
    };
    expect([clears({}), clears({ email: false }), clears({ enterpriseEmail: false })]).toEqual([1, 0, 0]);
  });

  it("leaves a field with a value that cannot be and says so", () => {
    const seen = sourceUser("z", { nickname: "n".repeat(10_000), email: "no at sign" });
    const planned = plan(
      planInput({ source: source({ users: [seen] }), directory: directory({ users: [directoryUser("z")] }) }),
    );
    expect(planned.changes).toEqual([]);
    expect(codes(planned)).toEqual(["error field_invalid Person z", "error field_invalid Person z"]);
    expect(planned.summary.users.failed).toBe(1);
  });

  it("takes leaders who form a circle", () => {
    const people = [
      sourceUser("a", { leaderOpenId: sourceUser("b").openId }),
      sourceUser("b", { leaderOpenId: sourceUser("a").openId }),
    ];
    const planned = plan(planInput({ source: source({ users: people }) }));
    const [a, b] = planned.changes as [Change & { kind: "users" }, Change & { kind: "users" }];
    expect([a.after.leaderId, b.after.leaderId]).toEqual([b.id, a.id]);
  });
});

describe("states of a Feishu person", () => {
  const table: [SourceUserState, string, string[]][] = [
    ["active", "active", []],
    ["not_activated", "active", []],
    ["not_joined", "active", []],
    ["unknown", "active", []],
    ["unknown", "disabled", []],
    ["frozen", "active", ["deactivate Person z: status disabledBy (frozen)"]],
    ["exited", "active", ["deactivate Person z: status disabledBy (exited)"]],
    ["resigned", "active", ["deactivate Person z: status disabledBy (resigned)"]],
    ["active", "disabled", ["reactivate Person z: status disabledBy (thawed)"]],
    ["active", "deleted", ["reactivate Person z: status disabledBy (returned)"]],
    ["frozen", "deleted", []],
  ];
  it.each(table)("%s in Feishu, %s here", (state, status, expected) => {
    const account = directoryUser("z", {
      status: status as DirectoryUser["status"],
      disabledBy: status === "active" ? null : "sync",
    });
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("z", { state })] }),
        directory: directory({ users: [account] }),
      }),
    );
    expect(steps(planned.changes)).toEqual(expected);
  });

  it("does not give back what an operator took", () => {
    const account = directoryUser("z", { status: "disabled", disabledBy: "operator" });
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("z", { name: "New" })] }),
        directory: directory({ users: [account] }),
      }),
    );
    expect(steps(planned.changes)).toEqual(["update New: name (changed_in_feishu)"]);
    expect(codes(planned)).toEqual(["skipped disabled_by_operator New"]);
  });

  it("updates a frozen person even while the freeze is held", () => {
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("z", { state: "frozen", name: "New" })] }),
        directory: directory({ users: [directoryUser("z")] }),
        policy: { ...policy, guard: { percent: 0, minimum: 0 } },
      }),
    );
    expect(steps(planned.changes)).toEqual(["update New: name (changed_in_feishu)"]);
    expect(steps(planned.held)).toEqual(["deactivate New: status disabledBy (frozen)"]);
  });
});

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
