/** Feishu's codes of sending messages → what they mean for a message, and in our words (feishu contract 7.1). */
type Judgement =
  | { readonly does: "refuse"; readonly cause: string }
  | { readonly does: "wait"; readonly cause: string; readonly waitMs: number }
  /** The app itself lacks something: every message would be refused alike. */
  | { readonly does: "stop"; readonly cause: string };

const refuse = (cause: string): Judgement => ({ does: "refuse", cause });

const JUDGEMENTS: ReadonlyMap<number, Judgement> = new Map([
  [230001, refuse("message_content_invalid")],
  [230006, { does: "stop", cause: "message_bot_off" }],
  [230011, refuse("message_card_recalled")],
  [230013, refuse("message_recipient_unavailable")],
  [230020, { does: "wait", cause: "message_recipient_busy", waitMs: 1_000 }],
  [230022, refuse("message_content_sensitive")],
  [230025, refuse("message_too_long")],
  [230027, refuse("message_forbidden")],
  [230028, refuse("message_leak_suspected")],
  [230029, refuse("message_recipient_left")],
  [230031, refuse("message_card_too_old")],
  [230034, refuse("message_recipient_unknown")],
  [230035, refuse("message_denied")],
  [230036, refuse("message_tenant_locked")],
  [230038, refuse("message_recipient_foreign")],
  [230049, { does: "wait", cause: "message_still_sending", waitMs: 5_000 }],
  [230053, refuse("message_recipient_opted_out")],
  [230099, refuse("message_card_invalid")],
  [230110, refuse("message_card_recalled")],
  [99992361, refuse("message_recipient_foreign")],
]);

/** What a code of the message family means; undefined where it is none of them. */
export function judgeBotCode(code: number): Judgement | undefined {
  return JUDGEMENTS.get(code);
}
