import type { Route } from "../../core/notify/decide-recipient.ts";
import type { MessageConnection } from "./ports.ts";

/** Whether messages go out at all (S13, S15, S16), and how they find people. */
export type Gate =
  | { readonly open: true; readonly connectionId: string; readonly route: Route }
  | { readonly open: false; readonly code: "message_integration_missing" | "message_notifications_off" };

export function gateOf(connection: MessageConnection | undefined): Gate {
  if (connection === undefined) return { open: false, code: "message_integration_missing" };
  const { id, enabled, method, userSync, singleSignOn } = connection;
  if (!enabled) return { open: false, code: "message_notifications_off" };
  return { open: true, connectionId: id, route: { method, linksCount: userSync || singleSignOn } };
}
