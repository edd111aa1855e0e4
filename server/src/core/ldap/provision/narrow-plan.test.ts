import { expect, test } from "vitest";
import { narrowPlan } from "./narrow-plan.ts";
import type { EntryChange, ProvisionPlan } from "./types.ts";

const change = (kind: EntryChange["kind"], subject: string, linked = true) =>
  ({ kind, subject, linked }) as EntryChange;
const reasons = [{ code: "ldap_removal_guard", detail: {} }] as const;
const plan = (over: Partial<ProvisionPlan>): ProvisionPlan =>
  ({ changes: [], held: [], verdict: "needs_approval", reasons, ...over }) as ProvisionPlan;

test("a narrowed plan keeps the entries it is for, and the branches they hang below", () => {
  const branch = change("units", "ou=people,dc=x", false);
  const [meant, other, namesake] = [change("people", "1"), change("people", "2"), change("groups", "1")];
  const narrowed = narrowPlan(plan({ changes: [branch, meant, other, namesake], held: [change("people", "3")] }), [
    meant,
  ]);
  expect(narrowed).toMatchObject({ changes: [branch, meant], held: [], verdict: "applyable", reasons: [] });
});

test("what waits for an operator waits on when it is meant, and nothing is left when nothing is", () => {
  const held = change("people", "3");
  expect(narrowPlan(plan({ held: [held] }), [held])).toMatchObject({
    held: [held],
    verdict: "needs_approval",
    reasons,
  });
  expect(narrowPlan(plan({ held: [held] }), [change("people", "4")])).toMatchObject({ held: [], verdict: "empty" });
  expect(narrowPlan(plan({ verdict: "blocked" }), [held])).toMatchObject({ verdict: "blocked", reasons });
});
