/** What a link made or taken away makes stale. */
export const LINK_REFRESHES = [
  "getUser",
  "listUsers",
  "listLinks",
  "listLinkConflicts",
  "listUserHistory",
  "getDepartmentTree",
] as const;
