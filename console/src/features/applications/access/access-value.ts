import type { ApplicationAccessView } from "@larkbridge/contract";

/** Who may use an application, as it is edited. */
export type AccessValue = ApplicationAccessView;

export const EVERYONE: AccessValue = { everyone: true, users: [], groups: [], departments: [] };

/** Adds an entry to a list unless it is there. */
export function withEntry<Entry extends { readonly id: string }>(list: readonly Entry[], entry: Entry): Entry[] {
  return list.some(({ id }) => id === entry.id) ? [...list] : [...list, entry];
}

/** Takes an entry out. */
export function withoutEntry<Entry extends { readonly id: string }>(list: readonly Entry[], id: string): Entry[] {
  return list.filter((entry) => entry.id !== id);
}

/** Whether it admits nobody: neither everyone, nor anybody named. */
export function admitsNobody({ everyone, users, groups, departments }: AccessValue): boolean {
  return !everyone && users.length + groups.length + departments.length === 0;
}

/** As the server takes it: ids only. What was chosen is kept while "everyone" is on. */
export function toAccessChange({ everyone, users, groups, departments }: AccessValue) {
  return {
    everyone,
    users: users.map(({ id }) => id),
    groups: groups.map(({ id }) => id),
    departments: departments.map(({ id, subtree }) => ({ id, subtree })),
  };
}
