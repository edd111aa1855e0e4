import type { LdapServiceAccountView, LdapStateView } from "@larkbridge/contract";

/** Where in the tree an account may look: everywhere, one of our branches, or a DN that was typed. */
export type Place = "all" | "people" | "groups" | "typed";

/** A service account as it is edited. */
export interface AccountValues {
  readonly name: string;
  readonly description: string;
  readonly place: Place;
  readonly baseDn: string;
  readonly allAttributes: boolean;
  readonly attributes: readonly string[];
  readonly everyone: boolean;
  readonly groups: LdapServiceAccountView["groups"];
  readonly departments: LdapServiceAccountView["departments"];
}

/** What a new account begins with: most applications search among everybody. */
export const NEW_ACCOUNT: AccountValues = {
  name: "",
  description: "",
  place: "all",
  baseDn: "",
  allAttributes: true,
  attributes: [],
  everyone: true,
  groups: [],
  departments: [],
};

type Branches = Pick<LdapStateView, "people_dn" | "groups_dn">;

/** An account as it stands, to be edited. */
export function valuesOf(account: LdapServiceAccountView, branches: Branches): AccountValues {
  const { base_dn: dn } = account;
  const place: Place =
    dn === null ? "all" : dn === branches.people_dn ? "people" : dn === branches.groups_dn ? "groups" : "typed";
  return {
    name: account.name,
    description: account.description,
    place,
    baseDn: dn ?? "",
    allAttributes: account.attributes === null,
    attributes: account.attributes ?? [],
    everyone: account.everyone,
    groups: account.groups,
    departments: account.departments,
  };
}

/** As the server takes it; the name is not among it, for it never changes. */
export function toChanges(values: AccountValues, branches: Branches) {
  const base = { all: null, people: branches.people_dn, groups: branches.groups_dn, typed: values.baseDn.trim() };
  return {
    description: values.description.trim(),
    base_dn: base[values.place],
    attributes: values.allAttributes ? null : [...values.attributes],
    everyone: values.everyone,
    groups: values.groups.map(({ id }) => id),
    departments: values.departments.map(({ id, subtree }) => ({ id, subtree })),
  };
}

/** What still keeps an account from being saved; a key of the texts, or null. */
export function problemIn(values: AccountValues): "nameNeeded" | "baseNeeded" | "attributesNeeded" | null {
  if (!/^[a-z0-9]([a-z0-9._-]{0,58}[a-z0-9])?$/.test(values.name.trim())) return "nameNeeded";
  if (values.place === "typed" && values.baseDn.trim() === "") return "baseNeeded";
  if (!values.allAttributes && values.attributes.length === 0) return "attributesNeeded";
  return null;
}

/** Whether it is shown nobody: neither everyone nor anybody named. */
export function seesNobody({ everyone, groups, departments }: Omit<AccountValues, "name">): boolean {
  return !everyone && groups.length + departments.length === 0;
}
