/** The directory: users, departments, memberships; what other features may use of it. */
export type { DepartmentRef, UserRef } from "./ports.ts";
