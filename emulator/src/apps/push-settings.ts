/** How an app wants to be told of things: events and callbacks choose separately (feishu-contract 7.4, 8.1). */
export interface PushChannel {
  mode: PushMode;
  /** Where webhooks go. */
  requestUrl: string | null;
}

export type PushMode = "long_connection" | "webhook" | "off";

/** "Events & callbacks" of the developer console. */
export interface PushSettings {
  readonly events: PushChannel;
  readonly callbacks: PushChannel;
  /** Event types subscribed to; null = all of them. */
  eventTypes: ReadonlySet<string> | null;
  /** null = webhooks go out in the clear and unsigned. */
  encryptKey: string | null;
  verificationToken: string;
}

export function defaultPushSettings(): PushSettings {
  return {
    events: { mode: "long_connection", requestUrl: null },
    callbacks: { mode: "long_connection", requestUrl: null },
    eventTypes: null,
    encryptKey: null,
    verificationToken: "emulator-verification-token",
  };
}
