/** Accounts and access; what the rest of the server uses of them. */
export { declareInitialPassword } from "./initial-password-store.ts";
export { makeAccess } from "./make-access.ts";
export { makeLink } from "./one-time-link-store.ts";
export { isOwnerLike } from "./owner-rights.ts";
export type { Access, OpenedSession } from "./ports.ts";
export { findSession, forgetAccess, NEW_DEVICE } from "./session-store.ts";
export { makeSetupToken } from "./setup-store.ts";
export { openAuditedSession } from "./sign-in.ts";
export { beginAttempt } from "./sign-in-failure-store.ts";
