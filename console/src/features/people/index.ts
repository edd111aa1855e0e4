/** People: the table, the person's page; what other features may use of it. */
export { useBuiltInAllowed } from "./use-built-in-rule.ts";
export { UserPicker } from "./user-picker.tsx";
export { UserStatusPill } from "./user-status-pill.tsx";
