/** What Larkbridge itself tells people, each with a switch of its own (product.md 3.6). */
export const NOTICES = [
  "welcome",
  "account_disabled",
  "new_device",
  "sync_failed",
  "sync_partially_succeeded",
  "sync_waiting",
] as const;
export type NoticeName = (typeof NOTICES)[number];

/** Who hears it: the person it is about, or every active operator. */
export type Audience = "person" | "operators";

interface Notice {
  readonly audience: Audience;
  /** How it is while nobody has set its switch. */
  readonly byDefault: boolean;
}

/**
 * A welcome is off by default: the first sync of a company would greet everybody at once. A configuration that promises
 * one-time links in Feishu messages asks for it (product.md 5.11).
 */
export const notices: Readonly<Record<NoticeName, Notice>> = {
  welcome: { audience: "person", byDefault: false },
  account_disabled: { audience: "person", byDefault: true },
  new_device: { audience: "person", byDefault: true },
  sync_failed: { audience: "operators", byDefault: true },
  sync_partially_succeeded: { audience: "operators", byDefault: true },
  sync_waiting: { audience: "operators", byDefault: true },
};
