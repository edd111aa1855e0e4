/** The audit log; what other features may use of it. */
export { FieldChanges } from "./field-changes.tsx";
