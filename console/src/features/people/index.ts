/** People: the table, the person's page; what other features may use of it. */
export { UserPicker } from "./user-picker.tsx";
export { UserStatusPill } from "./user-status-pill.tsx";
