import { describe, expect, it } from "vitest";
import type { Instant, UserId } from "../kernel/ids.ts";
import { decidePress, type PressFacts } from "./card-press.ts";

const at = (text: string) => text as Instant;
const OWNER = "owner" as UserId;
const good: PressFacts = {
  now: at("2026-05-01T08:00:00.000Z"),
  pressed: { action: "approve", changesDigest: "d1" },
  card: { ownerId: OWNER, changesDigest: "d1", expiresAt: at("2026-05-02T08:00:00.000Z"), answered: false },
  operator: { id: OWNER, active: true, mayApprove: true },
  run: "waiting",
};
const card = good.card as NonNullable<PressFacts["card"]>;
const operator = good.operator as NonNullable<PressFacts["operator"]>;

describe("a press of a card's button", () => {
  it("counts when the right operator presses it in time", () => {
    expect(decidePress(good)).toBe("approve");
    expect(decidePress({ ...good, pressed: { ...good.pressed, action: "hold" } })).toBe("hold");
  });

  it.each<[string, Partial<PressFacts>, string]>([
    ["with a secret nobody was given", { card: undefined }, "card_unknown"],
    ["by somebody who is linked to nobody", { operator: undefined }, "operator_not_linked"],
    [
      "by another operator than it was sent to",
      { operator: { ...operator, id: "other" as UserId } },
      "card_of_another",
    ],
    ["by an account that is disabled", { operator: { ...operator, active: false } }, "operator_inactive"],
    ["by somebody whose role was taken away", { operator: { ...operator, mayApprove: false } }, "not_permitted"],
    ["a second time", { card: { ...card, answered: true }, run: "over" }, "answered_already"],
    ["at the end of its day", { now: card.expiresAt }, "card_expired"],
    ["for changes that others took the place of", { run: "replaced" }, "changes_replaced"],
    ["for changes it did not show", { pressed: { action: "approve", changesDigest: "d2" } }, "changes_replaced"],
    ["for a run that was decided elsewhere", { run: "over" }, "run_over"],
  ])("is refused %s", (_, facts, refusal) => {
    expect(decidePress({ ...good, ...facts })).toEqual({ refusal });
  });

  it("tells a stranger nothing about the card", () => {
    expect(decidePress({ ...good, operator: undefined, run: "over", card: { ...card, answered: true } })).toEqual({
      refusal: "operator_not_linked",
    });
  });
});
