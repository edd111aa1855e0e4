/** The directory: users, departments, memberships; what other features may use of it. */
export { toFieldView } from "./field-view.ts";
export type { DepartmentRef, UserRef } from "./ports.ts";
export { parseDepartmentRef, parseUserRef } from "./refs.ts";
