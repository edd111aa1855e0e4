import { LEGACY_AS_APP, LEGACY_READS } from "../../apps/scopes.ts";

/** Which scopes open which contact routes; any one of a list is enough (feishu-contract 3.2). */

const BASE = "contact:contact.base:readonly";
const ORGANIZE = "contact:department.organize:readonly";

/** children, parent, find_by_department, legacy departments list */
export const TREE_SCOPES: readonly string[] = [BASE, ORGANIZE, ...LEGACY_READS];
/** departments/:id, users/:id */
export const RECORD_SCOPES: readonly string[] = [BASE, ...LEGACY_READS];
/** users/batch, departments/batch, custom_attrs */
export const BATCH_SCOPES: readonly string[] = [BASE];
/** scopes, employee_type_enums */
export const RANGE_SCOPES: readonly string[] = [BASE, ...LEGACY_AS_APP];
/** legacy users list */
export const OLD_USER_LIST_SCOPES: readonly string[] = [ORGANIZE, ...LEGACY_READS];
