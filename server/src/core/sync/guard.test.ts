import { describe, expect, it } from "vitest";
import { codes, steps } from "../../../test/support/plan-words.ts";
import {
  coverage,
  directory,
  directoryDepartment,
  directoryUser,
  everythingReadable,
  history,
  inDepartments,
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
import type { Plan } from "./plan-types.ts";
import type { ContactRange } from "./snapshot.ts";

const partial = (departments: string[], users: string[] = []): ContactRange => ({
  mode: "partial",
  departments: departments.map(openDepartmentId),
  users: users.map((key) => sourceUser(key).openId),
});

describe("guards", () => {
  const twenty = Array.from({ length: 20 }, (_, at) => `p${at}`);
  const people = twenty.map((key) => directoryUser(key));
  const stay = (count: number) => source({ users: twenty.slice(0, count).map((key) => sourceUser(key)) });
  const reasonCodes = (planned: Plan) =>
    "reasons" in planned.verdict ? planned.verdict.reasons.map(({ code }) => code) : [];

  it("holds removals above the limit and applies everything else", () => {
    const seen = source({ users: [...twenty.slice(0, 18).map((key) => sourceUser(key)), sourceUser("new")] });
    const planned = plan(
      planInput({
        source: seen,
        directory: directory({ users: people }),
        policy: { ...policy, guard: { percent: 5, minimum: 1 } },
        history: { ...history, linkedActiveAtWindowStart: 20 },
      }),
    );
    expect(steps(planned.changes)).toEqual(["create Person new"]);
    expect(planned.held.length).toBe(2);
    expect(planned.verdict).toEqual({
      kind: "needs_approval",
      reasons: [{ code: "removal_guard", detail: { planned: 2, recent: 0, limit: 1 } }],
    });
    expect(planned.summary.users).toMatchObject({ created: 1, disabled: 0 });
  });

  it("counts the removals of the last day against the same limit", () => {
    const input = planInput({
      source: stay(19),
      directory: directory({ users: people }),
      policy: { ...policy, guard: { percent: 5, minimum: 5 } },
    });
    expect(
      plan({ ...input, history: { ...history, linkedActiveAtWindowStart: 20, recentRemovals: 4 } }).verdict.kind,
    ).toBe("applyable");
    expect(
      reasonCodes(plan({ ...input, history: { ...history, linkedActiveAtWindowStart: 20, recentRemovals: 5 } })),
    ).toEqual(["removal_guard"]);
  });

  it("removes nobody under a range that shrank, and asks", () => {
    const departments = [directoryDepartment("a"), directoryDepartment("b"), directoryDepartment("c", "b")];
    const users = [directoryUser("p0"), directoryUser("p1"), directoryUser("p2")];
    const memberships = [
      membership(users[0] as DirectoryUser, "a"),
      membership(users[1] as DirectoryUser, "c"),
      membership(users[2] as DirectoryUser, "a"),
    ];
    const planned = plan(
      planInput({
        source: source({
          departments: [sourceDepartment("a")],
          users: [sourceUser("p0", { memberships: inDepartments("a") })],
          coverage: { range: partial(["a"]) },
        }),
        directory: directory({ users, departments, memberships }),
        history: { ...history, acceptedRange: partial(["a", "b"]) },
      }),
    );
    expect(reasonCodes(planned)).toEqual(["contact_range_shrunk"]);
    expect(
      [...planned.changes, ...planned.held].map((change) => (change.kind === "users" ? change.label : change.kind)),
    ).toEqual(["memberships", "Person p2"]);
    expect(codes(planned)).toContain("skipped not_provable Person p1");
  });

  it("treats a range cut down from everybody as having lost all it does not show", () => {
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("p0")], coverage: { range: partial(["a"]) } }),
        directory: directory({ users: people, departments: [directoryDepartment("b")] }),
        history: { ...history, acceptedRange: coverage.range, lastUsersRead: 1 },
      }),
    );
    expect(reasonCodes(planned)).toEqual(["contact_range_shrunk"]);
    expect([...planned.changes, ...planned.held]).toEqual([]);
  });

  it("never asks when the range grows", () => {
    const planned = plan(
      planInput({
        source: source({ users: twenty.map((key) => sourceUser(key)) }),
        directory: directory({ users: people }),
        history: { ...history, acceptedRange: partial(["a"]) },
      }),
    );
    expect(planned.verdict).toEqual({ kind: "empty" });
  });

  it("asks when the visible people fell by more than a fifth", () => {
    const input = (seen: number) =>
      planInput({
        source: stay(seen),
        directory: directory({ users: people }),
        history: { ...history, lastUsersRead: 20 },
      });
    expect(reasonCodes(plan(input(15)))).toEqual(["visible_people_fell"]);
    expect(reasonCodes(plan(input(16)))).toEqual([]);
  });

  it("asks when one attribute changes for more than half of the people, and not when empty ones are filled", () => {
    const renamed = source({ users: twenty.map((key, at) => sourceUser(key, at < 11 ? { name: `New ${key}` } : {})) });
    expect(reasonCodes(plan(planInput({ source: renamed, directory: directory({ users: people }) })))).toEqual([
      "mass_attribute_change",
    ]);
    const filled = source({ users: twenty.map((key) => sourceUser(key, { nickname: "nick" })) });
    expect(plan(planInput({ source: filled, directory: directory({ users: people }) })).verdict.kind).toBe("applyable");
  });

  it("blocks an empty source against people we know", () => {
    const planned = plan(planInput({ source: source(), directory: directory({ users: people }) }));
    expect(planned).toMatchObject({ verdict: { kind: "blocked" }, changes: [], held: [] });
    expect(reasonCodes(planned)).toEqual(["source_empty"]);
  });

  it("blocks a range that names nobody", () => {
    expect(reasonCodes(plan(planInput({ source: source({ coverage: { range: partial([]) } }) })))).toEqual([
      "contact_range_empty",
    ]);
  });

  it("blocks another tenant, whose people nobody knows", () => {
    const strangers = source({ users: twenty.map((key) => sourceUser(`other-${key}`)) });
    expect(reasonCodes(plan(planInput({ source: strangers, directory: directory({ users: people }) })))).toEqual([
      "unknown_tenant",
    ]);
  });

  it("does not take growth for another tenant", () => {
    const grown = source({
      users: [...twenty, ...twenty.map((key) => `n${key}`), ...twenty.map((key) => `m${key}`)].map((key) =>
        sourceUser(key),
      ),
    });
    expect(plan(planInput({ source: grown, directory: directory({ users: people }) })).verdict.kind).toBe("applyable");
  });

  it("blocks a circle of departments and names it", () => {
    const departments = [sourceDepartment("a", "b"), sourceDepartment("b", "a"), sourceDepartment("c")];
    expect(plan(planInput({ source: source({ departments, users: [sourceUser("z")] }) })).verdict).toEqual({
      kind: "blocked",
      reasons: [{ code: "department_cycle", detail: { departments: ["Department a", "Department b"] } }],
    });
  });

  it("blocks a run whose locked fields cannot be read and lists them", () => {
    const readable = {
      ...everythingReadable,
      user: { ...everythingReadable.user, email: false, enterpriseEmail: false, departments: false },
    };
    expect(plan(planInput({ source: source({ readable, users: [sourceUser("z")] }) })).verdict).toEqual({
      kind: "blocked",
      reasons: [{ code: "locked_fields_unreadable", detail: { fields: ["email", "department_ids"] } }],
    });
  });
});
