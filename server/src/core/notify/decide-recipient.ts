import type { OpenId } from "../kernel/ids.ts";
import type { MessageSender } from "./message.ts";

/** A person as Feishu tells it now (product.md 5.2); `unknown` where the app may not see. */
export type PersonState = "active" | "not_activated" | "not_joined" | "frozen" | "left" | "unknown";

/** What is known of whoever a message is for. */
export interface Recipient {
  readonly status: "active" | "disabled" | "deleted";
  /** Of the link to the connection that sends; null: none. */
  readonly openId: OpenId | null;
  /** Set by the person and verified; null: none. */
  readonly feishuEmail: string | null;
}

/** How messages find people (S13). */
export interface Route {
  readonly method: "account_binding" | "email";
  /** Sync or single sign-on is on, so links are kept true (S13, S15). */
  readonly linksCount: boolean;
}

export type RecipientRefusal =
  | "message_recipient_disabled"
  | "message_recipient_deleted"
  | "message_recipient_not_linked"
  | "message_recipient_without_email"
  | "message_recipient_not_activated"
  | "message_recipient_not_joined"
  | "message_recipient_frozen"
  | "message_recipient_left";

export type Address =
  | { readonly kind: "open_id"; readonly id: OpenId }
  | { readonly kind: "email"; readonly id: string }
  | { readonly kind: "none"; readonly cause: RecipientRefusal };

/** The one notice that goes to an account that is disabled: it says so. */
const tellsTheDisabled = (sender: MessageSender) => sender.kind === "notice" && sender.notice === "account_disabled";

/** Where a message goes, or why it goes nowhere, as far as the directory knows. */
export function decideAddress(recipient: Recipient, route: Route, sender: MessageSender): Address {
  const { status, openId, feishuEmail } = recipient;
  if (status === "deleted" || (status === "disabled" && !tellsTheDisabled(sender))) {
    const cause = status === "disabled" ? "message_recipient_disabled" : "message_recipient_deleted";
    return { kind: "none", cause };
  }
  if (route.method === "account_binding" && route.linksCount && openId !== null) return { kind: "open_id", id: openId };
  // Where links count for nothing, whoever set an address is still reached by it (S15).
  if (feishuEmail !== null) return { kind: "email", id: feishuEmail };
  const isByLink = route.method === "account_binding" && route.linksCount;
  return { kind: "none", cause: isByLink ? "message_recipient_not_linked" : "message_recipient_without_email" };
}

const UNREACHABLE: { readonly [state in PersonState]?: RecipientRefusal } = {
  not_activated: "message_recipient_not_activated",
  not_joined: "message_recipient_not_joined",
  frozen: "message_recipient_frozen",
  left: "message_recipient_left",
};

/** Whether somebody is sent nothing for what they are in Feishu (product.md 5.2); an unknown state hinders nobody. */
export function refusalOfState(state: PersonState, sender: MessageSender): RecipientRefusal | undefined {
  // An account may be disabled because its person is frozen or left, and Feishu decides whether that one still gets through.
  return tellsTheDisabled(sender) ? undefined : UNREACHABLE[state];
}
