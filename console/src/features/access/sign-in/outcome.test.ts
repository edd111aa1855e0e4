import { expect, it } from "vitest";
import { tellOutcome } from "./outcome.ts";

const account = { name: "Shen Yan", username: "shen.yan" };

it("leads whom Feishu's way refused to the password, and lets them try again", () => {
  const outcome = { purpose: "sign_in", ended: "refused", code: "feishu_person_unlinked", account: null } as const;
  expect(tellOutcome(outcome)).toEqual({ tone: "error", sentence: "refused", offers: ["again", "password"] });
});

it("leads whose link was refused back to where they were: they are signed in", () => {
  const outcome = { purpose: "link", ended: "refused", code: "account_linked_already", account: null } as const;
  expect(tellOutcome(outcome).offers).toEqual(["again", "goOn"]);
});

it.each([
  [{ code: null, account }, "tested"],
  [{ code: null, account: null }, "testedNew"],
  [{ code: "feishu_other_tenant", account: null }, "testedRefused"],
] as const)("tells of a tried sign-in %j as %s, and closes its window", (found, sentence) => {
  const told = tellOutcome({ purpose: "test", ended: "tested", ...found });
  expect(told.sentence).toBe(sentence);
  expect(told.offers).toEqual(["close"]);
});

it("says that a tried sign-in never came through where Feishu was not reached", () => {
  const outcome = { purpose: "test", ended: "refused", code: "feishu_redirect_unlisted", account: null } as const;
  expect(tellOutcome(outcome)).toMatchObject({ sentence: "testFailed", offers: ["close"] });
});
