/** Tokens and the audit log; what other features may use of them. */
export { appendAudit, type NewAuditRecord } from "./audit-store.ts";
