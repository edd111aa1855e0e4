import type { LdapStateView } from "@larkbridge/contract";
import { describe, expect, it } from "vitest";
import { RECIPES } from "./products/index.ts";
import type { Recipe, Words } from "./recipe.ts";
import { recipeFacts, TRANSPORTS, transportsOf } from "./recipe-facts.ts";

const state: LdapStateView = {
  enabled: true,
  host: "0.0.0.0",
  port: 3389,
  ldaps_port: 3636,
  url: "ldap://ldap.acme.cn:3389",
  ldaps_url: "ldaps://ldap.acme.cn:3636",
  base_dn: "dc=acme,dc=cn",
  people_dn: "ou=people,dc=acme,dc=cn",
  groups_dn: "ou=groups,dc=acme,dc=cn",
  departments_dn: "ou=departments,dc=acme,dc=cn",
  services_dn: "ou=services,dc=acme,dc=cn",
  require_tls: false,
  warnings: [],
  app_passwords_only: false,
  ldapsearch: null,
  certificate: {
    source: "self_made",
    subject: "CN=ldap.acme.cn",
    issuer: "CN=ldap.acme.cn",
    names: ["ldap.acme.cn"],
    not_before: "2026-01-01T00:00:00Z",
    not_after: "2027-01-01T00:00:00Z",
    fingerprint_sha256: "AA:BB",
    pem: "-----BEGIN CERTIFICATE-----",
    refused: null,
  },
  view: null,
  connections: { total: 0, items: [] },
};
const account = { dn: "cn=gitlab,ou=services,dc=acme,dc=cn" };

describe.each(RECIPES)("the recipe for $product", (recipe) => {
  it.each(recipe.transports ?? TRANSPORTS)("is filled with the company's own values over %s", (transport) => {
    const written = writtenBy(recipe, transport);
    expect(written).toContain("ldap.acme.cn");
    expect(written).toContain(transport === "ldaps" ? "3636" : "3389");
    expect(written).toContain("dc=acme,dc=cn");
    expect(written).toContain(account.dn);
    expect(written).not.toMatch(/undefined|[^/]null|\[object|NAME,ou=services/);
  });

  it("says something of its own for each way of connecting", () => {
    const all = (recipe.transports ?? TRANSPORTS).map((transport) => writtenBy(recipe, transport));
    expect(new Set(all).size).toBe(all.length);
  });

  it("warns, and says how to test, in both languages", () => {
    expect(recipe.traps.length).toBeGreaterThanOrEqual(2);
    expect(recipe.tests.length).toBeGreaterThanOrEqual(1);
    for (const { en, zh } of wordsOf(recipe)) {
      expect(en, en).not.toMatch(/\p{Script=Han}/u);
      expect(zh, zh).toMatch(/\p{Script=Han}|^[\w >&()]+$/u);
      expect(zh, zh).not.toMatch(/[\p{Script=Han}][,;:!?()]|[,;!?()][\p{Script=Han}]/u);
      expect(zh, zh).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u);
    }
  });
});

it("has an id of its own for every recipe", () => {
  expect(new Set(RECIPES.map(({ id }) => id)).size).toBe(RECIPES.length);
});

it("names the account's place while there is none, and offers TLS only with a certificate", () => {
  expect(recipeFacts(state, null, "ldaps").bindDn).toBe("cn=NAME,ou=services,dc=acme,dc=cn");
  expect(transportsOf(state)).toEqual(["ldaps", "starttls", "plain"]);
  expect(transportsOf({ ...state, certificate: null })).toEqual(["plain"]);
  expect(transportsOf({ ...state, port: null, ldaps_port: null })).toEqual([]);
});

it("can be read while LDAP is off, with the usual ports", () => {
  const off = { ...state, enabled: false, port: null, ldaps_port: null, url: null, ldaps_url: null };
  expect(recipeFacts(off, account, "ldaps").url).toBe("ldaps://0.0.0.0:636");
});

it("keeps the brackets of an IPv6 address in URLs alone", () => {
  const six = recipeFacts({ ...state, ldaps_url: "ldaps://[2001:db8::7]:3636" }, account, "ldaps");
  expect(six).toMatchObject({ host: "2001:db8::7", url: "ldaps://[2001:db8::7]:3636" });
});

function writtenBy(recipe: Recipe, transport: (typeof TRANSPORTS)[number]): string {
  const facts = recipeFacts(state, account, transport);
  const settings = (recipe.settings?.(facts) ?? []).map(({ value }) => value);
  const snippets = (recipe.snippets?.(facts) ?? []).map(({ text }) => text);
  return [...settings, ...snippets, recipe.tryLine?.(facts) ?? ""].join("\n");
}

function wordsOf(recipe: Recipe): readonly Words[] {
  const names = (recipe.settings?.(recipeFacts(state, account, "ldaps")) ?? []).map(({ name }) => name);
  const all = [recipe.about, recipe.place, ...recipe.traps, ...recipe.tests, ...names];
  return all.filter((words) => typeof words === "object");
}
