/** Events a webhook may want, in the order they are shown; the contract's own list, without its schemas. */
export const EVENTS = [
  "user.created",
  "user.updated",
  "user.disabled",
  "user.deleted",
  "user.restored",
  "department.created",
  "department.updated",
  "department.deleted",
  "department.restored",
  "notification.finished",
] as const;
export type EventName = (typeof EVENTS)[number];

/** What a trial is told as. */
export const TRIAL = "webhook.test";
