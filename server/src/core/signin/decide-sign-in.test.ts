import { describe, expect, it } from "vitest";
import type { OpenId, UnionId, UserId } from "../kernel/ids.ts";
import { decideSignIn, type LinkedAccount, type SignInFacts } from "./decide-sign-in.ts";

const ME = "11111111-1111-4111-8111-111111111111" as UserId;
const OTHER = "22222222-2222-4222-8222-222222222222" as UserId;

const facts: SignInFacts = {
  person: {
    unionId: "on_1" as UnionId,
    openId: "ou_1" as OpenId,
    feishuUserId: null,
    tenantKey: "t1",
    name: "Shen Yan",
    email: "shen.yan@example.com",
  },
  tenantKey: "t1",
  linked: null,
  unlinked: false,
  syncEnabled: true,
  linkableByEmail: [],
  emailShared: false,
};
const linked = (part: Partial<LinkedAccount> = {}): LinkedAccount => ({
  userId: ME,
  status: "active",
  disabledBy: null,
  ...part,
});
const decide = (part: Partial<SignInFacts>, provisioned = false) => decideSignIn({ ...facts, ...part }, provisioned);

describe("who signed in with Feishu", () => {
  it("opens the account they are linked to", () => {
    expect(decide({ linked: linked() })).toEqual({ kind: "allow", userId: ME });
    expect(decide({ linked: linked(), syncEnabled: false })).toEqual({ kind: "allow", userId: ME });
  });

  it("is refused when they come from another company, whatever else is known", () => {
    expect(decide({ linked: linked(), tenantKey: "t2" })).toEqual({ kind: "deny", code: "feishu_other_tenant" });
  });

  it("may be the first from a company that is not known yet", () => {
    expect(decide({ linked: linked(), tenantKey: null })).toEqual({ kind: "allow", userId: ME });
  });

  it.each([
    ["disabled by an operator", linked({ status: "disabled", disabledBy: "operator" }), "deny"],
    ["disabled by a sync", linked({ status: "disabled", disabledBy: "sync" }), "provision"],
    ["deleted", linked({ status: "deleted" }), "provision"],
  ] as const)("with an account that is %s: %#", (_, account, kind) => {
    expect(decide({ linked: account }).kind).toBe(kind);
    expect(decide({ linked: account }, true)).toEqual({ kind: "deny", code: "account_inactive" });
    expect(decide({ linked: account, syncEnabled: false })).toEqual({ kind: "deny", code: "account_inactive" });
  });

  it("is planned for once, where sync is on and they have no account", () => {
    expect(decide({})).toEqual({ kind: "provision" });
    expect(decide({}, true)).toEqual({ kind: "deny", code: "feishu_person_unlinked" });
  });

  it("is never linked by e-mail behind the planner's back", () => {
    expect(decide({ linkableByEmail: [ME] })).toEqual({ kind: "provision" });
  });

  it("stays without an account after their link was taken away", () => {
    for (const syncEnabled of [true, false])
      expect(decide({ unlinked: true, syncEnabled, linkableByEmail: [ME] })).toEqual({
        kind: "deny",
        code: "feishu_person_unlinked",
      });
  });

  describe("without sync", () => {
    it("is linked to the one account with their address", () => {
      expect(decide({ syncEnabled: false, linkableByEmail: [ME] })).toEqual({ kind: "link", userId: ME });
    });

    it.each([
      ["nobody has it", { linkableByEmail: [] }],
      ["two accounts have it", { linkableByEmail: [ME, OTHER] }],
      ["another linked person has it", { linkableByEmail: [ME], emailShared: true }],
    ])("is linked to nobody when %s", (_, part) => {
      expect(decide({ syncEnabled: false, ...part })).toEqual({ kind: "deny", code: "feishu_person_unlinked" });
    });
  });
});
