import type { LdapServiceAccountView } from "@larkbridge/contract";
import { expect, it } from "vitest";
import { NEW_ACCOUNT, problemIn, seesNobody, toChanges, valuesOf } from "./account-values.ts";

const branches = { people_dn: "ou=people,dc=acme", groups_dn: "ou=groups,dc=acme" };
const account: LdapServiceAccountView = {
  id: "a1",
  name: "gitlab",
  dn: "cn=gitlab,ou=services,dc=acme",
  description: "",
  enabled: true,
  base_dn: "ou=people,dc=acme",
  attributes: ["uid"],
  everyone: false,
  groups: [{ id: "g1", name: "VPN" }],
  departments: [{ id: "d1", name: "研发部", subtree: true }],
  password_changed_at: "2026-05-01T00:00:00Z",
  last_used_at: null,
  last_used_address: null,
  created_at: "2026-05-01T00:00:00Z",
  updated_at: "2026-05-01T00:00:00Z",
};

it.each([
  [null, "all"],
  ["ou=people,dc=acme", "people"],
  ["ou=groups,dc=acme", "groups"],
  ["ou=departments,dc=acme", "typed"],
] as const)("knows %s as %s, and sends back what it read", (dn, place) => {
  const read = { ...account, base_dn: dn };
  const values = valuesOf(read, branches);
  expect(values.place).toBe(place);
  expect(toChanges(values, branches)).toEqual({
    description: "",
    base_dn: dn,
    attributes: ["uid"],
    everyone: false,
    groups: ["g1"],
    departments: [{ id: "d1", subtree: true }],
  });
});

it("sends no list where everything is shown", () => {
  expect(toChanges(NEW_ACCOUNT, branches)).toMatchObject({ base_dn: null, attributes: null, everyone: true });
});

it.each([
  [{}, "nameNeeded"],
  [{ name: "GitLab" }, "nameNeeded"],
  [{ name: "git lab" }, "nameNeeded"],
  [{ name: "gitlab-" }, "nameNeeded"],
  [{ name: "gitlab", place: "typed" as const }, "baseNeeded"],
  [{ name: "gitlab", allAttributes: false }, "attributesNeeded"],
  [{ name: "gitlab" }, null],
])("%o cannot be saved because of %s", (patch, problem) => {
  expect(problemIn({ ...NEW_ACCOUNT, ...patch })).toBe(problem);
});

it("knows an account that is shown nobody", () => {
  expect(seesNobody(NEW_ACCOUNT)).toBe(false);
  expect(seesNobody({ ...NEW_ACCOUNT, everyone: false })).toBe(true);
  expect(seesNobody(valuesOf(account, branches))).toBe(false);
});
