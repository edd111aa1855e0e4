import { printSource, type Relation, type Source } from "./relation.ts";

/** Sets of relations to begin with. */
export const PROFILES = ["default", "full_name", "split_name", "go_ldap_admin"] as const;
export type Profile = (typeof PROFILES)[number];

const from = (attribute: string, ...fields: readonly string[]): Relation => ({
  attribute,
  first_of: fields.map((field) => ({ field })),
});

const base: readonly Relation[] = [
  from("cn", "username"),
  from("sn", "name"),
  from("displayName", "name"),
  from("mail", "email"),
  from("mobile", "mobile"),
  from("employeeNumber", "employee_no"),
  from("title", "job_title"),
  from("ou", "department_names"),
  from("departmentNumber", "department_slugs"),
];

/** Puts relations in the place of those of the same attributes, and the others behind. */
function withRelations(changed: readonly Relation[]): readonly Relation[] {
  const kept = base.map((relation) => changed.find(({ attribute }) => attribute === relation.attribute) ?? relation);
  return [...kept, ...changed.filter((relation) => !kept.includes(relation))];
}

/**
 * - `default`: cn is the login name, sn the full name (ldap.md 2.2);
 * - `full_name`: cn is the full name;
 * - `split_name`: sn and givenName are the family and the given name;
 * - `go_ldap_admin`: what a tree written by go-ldap-admin shows (ldap.md 1), with departments as values of their own.
 */
export const profiles: Readonly<Record<Profile, readonly Relation[]>> = {
  default: base,
  full_name: withRelations([from("cn", "name")]),
  split_name: withRelations([from("sn", "family_name"), from("givenName", "given_name")]),
  go_ldap_admin: withRelations([
    from("sn", "nickname", "name"),
    from("givenName", "name"),
    from("businessCategory", "department_names"),
    from("departmentNumber", "job_title"),
  ]),
};

/** Names the profile that some relations are the same as, in whatever order they stand. */
export function findProfile(relations: readonly Relation[]): Profile | null {
  const key = keyOf(relations);
  return PROFILES.find((profile) => keyOf(profiles[profile]) === key) ?? null;
}

/** Whether a profile feeds an attribute from the same sources. */
export function isOfAProfile({ attribute, first_of: sources }: Relation): boolean {
  return PROFILES.some((profile) =>
    profiles[profile].some((own) => own.attribute === attribute && sourcesKey(own.first_of) === sourcesKey(sources)),
  );
}

const sourcesKey = (sources: readonly Source[]) => JSON.stringify(sources.map(printSource));
const keyOf = (relations: readonly Relation[]) =>
  JSON.stringify(relations.map(({ attribute, first_of: sources }) => `${attribute} ${sourcesKey(sources)}`).sort());
