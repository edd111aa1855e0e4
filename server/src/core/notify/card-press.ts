import type { Instant, UserId } from "../kernel/ids.ts";

/** What a press of one of our buttons asks for. */
export type CardAnswerKind = "approve" | "hold";

/** Everything that decides about a press on a card that asks whether a held run may be applied. */
export interface PressFacts {
  readonly now: Instant;
  /** What the button said. */
  readonly pressed: { readonly action: CardAnswerKind; readonly changesDigest: string };
  /** The copy whose secret the button carries, and its question; undefined for a secret nobody was given. */
  readonly card:
    | {
        readonly ownerId: UserId;
        readonly changesDigest: string;
        readonly expiresAt: Instant;
        readonly answered: boolean;
      }
    | undefined;
  /** Who Feishu says pressed, as linked here; undefined when both of their ids do not lead to one account. */
  readonly operator: { readonly id: UserId; readonly active: boolean; readonly mayApprove: boolean } | undefined;
  /** What became of the run: it waits (or one with the same changes in its place), other changes took its place, or it is over. */
  readonly run: "waiting" | "replaced" | "over";
}

export const PRESS_REFUSALS = [
  "card_unknown",
  "operator_not_linked",
  "card_of_another",
  "operator_inactive",
  "not_permitted",
  "answered_already",
  "card_expired",
  "changes_replaced",
  "run_over",
] as const;
export type PressRefusal = (typeof PRESS_REFUSALS)[number];

/**
 * Decides about a press. Who presses comes before everything else: what a card is about is not told to strangers. A card
 * counts for the operator it was sent to alone, once for all its copies, for a day, and for the very changes it showed.
 */
export function decidePress({
  now,
  pressed,
  card,
  operator,
  run,
}: PressFacts): CardAnswerKind | { refusal: PressRefusal } {
  if (card === undefined) return { refusal: "card_unknown" };
  if (operator === undefined) return { refusal: "operator_not_linked" };
  if (operator.id !== card.ownerId) return { refusal: "card_of_another" };
  if (!operator.active) return { refusal: "operator_inactive" };
  if (!operator.mayApprove) return { refusal: "not_permitted" };
  if (card.answered) return { refusal: "answered_already" };
  if (card.expiresAt <= now) return { refusal: "card_expired" };
  if (run === "replaced" || pressed.changesDigest !== card.changesDigest) return { refusal: "changes_replaced" };
  if (run === "over") return { refusal: "run_over" };
  return pressed.action;
}
