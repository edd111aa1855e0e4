import { describe, expect, it } from "vitest";
import { codes, steps } from "../../../test/support/plan-words.ts";
import {
  directory,
  directoryUser,
  everythingReadable,
  inDepartments,
  localUser,
  planInput,
  policy,
  source,
  sourceDepartment,
  sourceUser,
} from "../../../test/support/sync-makers.ts";
import type { DirectoryUser } from "../directory/types.ts";
import { plan } from "./plan.ts";
import type { Change } from "./plan-types.ts";

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
