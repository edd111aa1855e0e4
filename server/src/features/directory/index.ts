/** The directory: users, departments, memberships; what other features may use of it. */
export { decodeCursor, encodeCursor, isUuid } from "./cursor.ts";
export { forgetDeltas } from "./delta-reader.ts";
export { departmentCondition } from "./department-reader.ts";
export {
  makeDirectoryReader,
  type PeopleScope,
} from "./directory-reader.ts";
export {
  type StepCount,
  StepsMismatched,
  writeSteps,
} from "./directory-step-store.ts";
export { toFieldView } from "./field-view.ts";
export { makeGroups } from "./groups.ts";
export { makeImports } from "./imports.ts";
export { nameNewRecords } from "./ldap-name-store.ts";
export type { LdapRelations } from "./ldap-relation-ports.ts";
export { makeLdapRelations, makeReadRelations } from "./ldap-relations.ts";
export { readLdapTree } from "./ldap-tree-reader.ts";
export { type LdapView, startLdapView } from "./ldap-view.ts";
export { linkUser, unlinkUser } from "./link-store.ts";
export { makeLinks } from "./links.ts";
export type { DepartmentRef, UserDetail, UserRef } from "./ports.ts";
export { purgeDeleted } from "./purge-store.ts";
export {
  selectDepartments,
  selectMemberships,
  selectUsers,
  toDirectoryDepartment,
  toDirectoryUser,
} from "./record-reader.ts";
export { parseDepartmentRef, parseUserRef } from "./refs.ts";
export type { StepRange } from "./step-range-store.ts";
export { userCondition } from "./user-filter-reader.ts";
export { makeDepartments, makeUsers } from "./users.ts";
