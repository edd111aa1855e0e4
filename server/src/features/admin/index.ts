/** Tokens and the audit log; what other features may use of them. */
export { appendAudit } from "./audit-store.ts";
