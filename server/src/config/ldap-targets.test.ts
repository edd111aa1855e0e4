import { describe, expect, test } from "vitest";
import { configOf, mistakesOf } from "../../test/support/load-config.ts";
import { MASK, maskSecrets, secretValues } from "./secrets.ts";

const ONE = `name: Head office
      host: ldap.example.com
      port: 636
      bind_dn: cn=larkbridge,dc=example,dc=com
      base_dn: dc=example,dc=com`;
const yamlOf = (more: string) => `ldap:\n  targets:\n    - ${ONE}\n      ${more}\n`;

describe("external LDAP servers", () => {
  test("need little, and have defaults for the rest", () => {
    const { ldap, declared } = configOf({ yaml: yamlOf("bind_password: s3cret") });
    expect(declared).toEqual({ "ldap.targets": "file" });
    expect(ldap.targets).toMatchObject([
      {
        ...{ name: "Head office", bind_password: "s3cret", tls: { mode: "ldaps", ca: null, fingerprint: null } },
        ...{
          places: { people: "people" },
          guard: { percent: 5, minimum: 5 },
          schedule: { kind: "interval", hours: 24 },
        },
        ...{ profile: "flat", adopt: true, renames: false, create_base: false, enabled: true },
      },
    ]);
  });

  test("may have their passwords in files, which are masked and told to the log like every secret", () => {
    const config = configOf({ yaml: yamlOf("bind_password_file: /run/ldap"), files: { "/run/ldap": "s3cret\n" } });
    expect(config.ldap.targets?.[0]?.bind_password).toBe("s3cret");
    expect(secretValues(config)).toEqual(["s3cret"]);
    expect(maskSecrets(config)).toMatchObject({
      ldap: { targets: [{ bind_password: MASK, host: "ldap.example.com" }] },
    });
    expect(config.ldap.targets?.[0]?.bind_password).toBe("s3cret");
  });

  test("may come from the environment as JSON", () => {
    const one = {
      ...{ name: "x", host: "h", port: 389, tls: { mode: "none" }, bind_dn: "cn=a,dc=b", base_dn: "dc=b" },
      ...{ bind_password_file: "/run/ldap" },
    };
    const env = { LARKBRIDGE_LDAP_TARGETS: JSON.stringify([one]) };
    expect(configOf({ env, files: { "/run/ldap": "p" } }).ldap.targets).toMatchObject([
      { name: "x", bind_password: "p" },
    ]);
    expect(mistakesOf({ env })).toMatchObject([
      { code: "config_secret_file_unreadable", path: "ldap.targets.0.bind_password", where: "LARKBRIDGE_LDAP_TARGETS" },
    ]);
  });

  test.each<[what: string, more: string, expected: readonly object[]]>([
    [
      "an unknown key",
      "bind_password: s3cret\n      bind_pasword: s3cret",
      [
        {
          ...{ code: "config_key_unknown", path: "ldap.targets.0.bind_pasword", where: "larkbridge.yaml:9:7" },
          cure: "Did you mean bind_password?",
        },
      ],
    ],
    [
      "an unknown key of a section",
      "bind_password: s3cret\n      guard: { percnt: 3 }",
      [
        {
          ...{ code: "config_key_unknown", path: "ldap.targets.0.guard.percnt", where: "larkbridge.yaml:9:16" },
          cure: "Did you mean guard.percent?",
        },
      ],
    ],
    [
      "a wrong value, and one that is missing",
      "tls: { mode: ssl }",
      [
        {
          ...{ code: "config_value_invalid", path: "ldap.targets.0.tls.mode", where: "larkbridge.yaml:8:14" },
          message: "ldap.targets.0.tls.mode must be one of ldaps, starttls, none.",
        },
        { code: "config_value_missing", path: "ldap.targets.0.bind_password" },
      ],
    ],
    [
      "a name that is none, and a certificate that is none",
      "bind_password: s3cret\n      places: { people: a+b }\n      tls: { ca: s3cret }",
      [
        { code: "config_value_invalid", path: "ldap.targets.0.tls.ca" },
        { code: "config_value_invalid", path: "ldap.targets.0.places.people" },
      ],
    ],
    [
      "a password given twice",
      "bind_password: s3cret\n      bind_password_file: /run/ldap",
      [{ code: "config_secret_given_twice", path: "ldap.targets.0.bind_password", where: "larkbridge.yaml:9:7" }],
    ],
    [
      "branches of one name",
      "bind_password: s3cret\n      places: { people: all, groups: ALL }",
      [{ code: "config_ldap_targets_invalid", message: /two branches of Head office have one name/ }],
    ],
  ])("%s is told with its place, and no secret", (_what, more, expected) => {
    const mistakes = mistakesOf({ yaml: yamlOf(more), files: { "/run/ldap": "s3cret" } });
    expect(mistakes).toHaveLength(expected.length);
    for (const [at, { message, ...one }] of (expected as { message?: string | RegExp }[]).entries()) {
      expect(mistakes[at]).toMatchObject(one);
      if (message !== undefined) expect(mistakes[at]?.message).toMatch(message);
    }
    expect(JSON.stringify(mistakes)).not.toContain("s3cret");
  });

  test("are a list of sections", () => {
    const codes = (yaml: string) => mistakesOf({ yaml }).map(({ code, path }) => `${code} ${path}`);
    expect(codes("ldap: { targets: [ s3cret ] }")).toEqual(["config_value_invalid ldap.targets.0"]);
    expect(codes("ldap: { targets: { name: x } }")).toEqual(["config_value_invalid ldap.targets"]);
  });

  test("have names of their own", () => {
    const yaml = `${yamlOf("bind_password: p")}    - ${ONE.replace("Head", "head")}\n      bind_password: p\n`;
    expect(mistakesOf({ yaml })).toMatchObject([{ code: "config_ldap_targets_invalid", path: "ldap.targets" }]);
  });
});
