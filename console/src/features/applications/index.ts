/** Applications; what other features may use of them. */
export { AccessEntries } from "./access/access-entries.tsx";
export type { AccessValue } from "./access/access-value.ts";
export { AddEntry } from "./access/add-entry.tsx";
