import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GivenConfig, loadGiven, mistakesOf } from "../../test/support/load-config.ts";
import { loadConfig } from "./load.ts";
import { CONFIG_MISTAKE_CODES } from "./mistakes.ts";

const told = new Set<string>();

/** The mistakes, noted for the test that looks for codes nothing produces. */
function toldOf(given: GivenConfig) {
  const mistakes = mistakesOf(given);
  for (const { code, cure } of mistakes) {
    expect(cure).not.toBe("");
    told.add(code);
  }
  return mistakes;
}

/** `code path @where`, which is what most tests are about. */
const brief = (given: GivenConfig) => toldOf(given).map(({ code, path, where }) => `${code} ${path} @${where}`);

describe("mistakes", () => {
  test("are told all together, from every source", () => {
    const yaml = `
htpp: { port: 80 }
http: { port: eighty }
public_url: http://id.example.com
feishu:
  app_id: cli_0123456789abcdef
  services:
    user_sync: { schedule: { kind: daily, at: "25:00" }, guard: { percnt: 5 } }
`;
    const env = { LARKBRIDGE_LOG_LEVEL: "loud", LARKBRIDGE_HTP_HOST: "x", LARKBRIDGE_DATABASE_URL: "postgres://h/d" };
    expect(brief({ yaml, env })).toEqual([
      "config_key_unknown  @LARKBRIDGE_HTP_HOST",
      "config_value_invalid http.port @larkbridge.yaml:3:9",
      "config_value_invalid log.level @LARKBRIDGE_LOG_LEVEL",
      "config_schedule_invalid feishu.services.user_sync.schedule.at @larkbridge.yaml:8:43",
      "config_key_unknown feishu.services.user_sync.guard.percnt @larkbridge.yaml:8:67",
      "config_key_unknown htpp @larkbridge.yaml:2:1",
      "config_app_secret_missing feishu.app_secret @larkbridge.yaml:6:3",
      "config_database_needs_master_key master_key @LARKBRIDGE_DATABASE_URL",
      "config_public_url_insecure public_url @larkbridge.yaml:4:1",
    ]);
  });

  test.each<[what: string, given: GivenConfig, expected: string[]]>([
    ["a named file that is not there", { file: "x.yaml" }, ["config_file_missing  @x.yaml"]],
    [
      "a file that is too large",
      { yaml: Buffer.alloc(1024 * 1024 + 1, 35) },
      ["config_file_too_large  @larkbridge.yaml"],
    ],
    [
      "bytes that are not UTF-8",
      {
        yaml: Buffer.concat([
          Buffer.from("# \u{fffd}é\nlog: {}\n# 部门 "),
          Buffer.from([0xb2, 0xbf]),
          Buffer.from("\n"),
        ]),
      },
      ["config_not_utf8  @larkbridge.yaml:3:6"],
    ],
    ["UTF-16", { yaml: Buffer.from("\u{feff}log: {}", "utf16le") }, ["config_not_utf8  @larkbridge.yaml:1:1"]],
    ["a tab as indent", { yaml: "http:\n\tport: 1\n" }, ["config_yaml_invalid  @larkbridge.yaml:2:1"]],
    ["an open bracket", { yaml: "http: { port: 1\n" }, ["config_yaml_invalid  @larkbridge.yaml:2:1"]],
    ["a key said twice", { yaml: "data_dir: a\ndata_dir: b\n" }, ["config_yaml_invalid  @larkbridge.yaml:2:1"]],
    ["a list instead of keys", { yaml: "- http\n" }, ["config_yaml_invalid  @larkbridge.yaml:1:1"]],
    ["two documents", { yaml: "log: {}\n---\nlog: {}\n" }, ["config_yaml_invalid  @larkbridge.yaml:2:1"]],
    ["a tag", { yaml: "data_dir: !binary aGk=\n" }, ["config_yaml_invalid  @larkbridge.yaml:1:11"]],
    ["a section that is none", { yaml: "http: 80\n" }, ["config_value_invalid http @larkbridge.yaml:1:1"]],
    [
      "a port beyond 65535",
      { env: { LARKBRIDGE_HTTP_PORT: "65536" } },
      ["config_value_invalid http.port @LARKBRIDGE_HTTP_PORT"],
    ],
    [
      "a number where text belongs",
      { yaml: "admin: { username: o, password: 123456789 }" },
      ["config_value_invalid admin.password @larkbridge.yaml:1:23"],
    ],
    [
      "a short master key",
      { env: { LARKBRIDGE_MASTER_KEY: "c2hvcnQ=" } },
      ["config_value_invalid master_key @LARKBRIDGE_MASTER_KEY"],
    ],
    [
      "a public URL with a path",
      { yaml: "public_url: https://h/id" },
      ["config_value_invalid public_url @larkbridge.yaml:1:1"],
    ],
    [
      "a secret given twice",
      { env: { LARKBRIDGE_API_TOKEN: "a", LARKBRIDGE_API_TOKEN_FILE: "/t" }, files: { "/t": "b" } },
      ["config_secret_given_twice api_token @LARKBRIDGE_API_TOKEN_FILE"],
    ],
    [
      "a secret given twice in the file",
      { yaml: "api_token: a\napi_token_file: /t\n", files: { "/t": "b" } },
      ["config_secret_given_twice api_token @larkbridge.yaml:2:1"],
    ],
    [
      "secret files that are absent, empty, binary",
      {
        yaml: "feishu: { app_id: cli_0123456789abcdef, app_secret_file: /a }\napi_token_file: /b\nmaster_key_file: 1\n",
        env: { LARKBRIDGE_ADMIN_USERNAME: "o", LARKBRIDGE_ADMIN_PASSWORD_FILE: "/c" },
        files: { "/b": "\n", "/c": Buffer.from([0xff]) },
      },
      [
        "config_value_invalid master_key_file @larkbridge.yaml:3:1",
        "config_secret_file_invalid api_token @larkbridge.yaml:2:1",
        "config_secret_file_unreadable feishu.app_secret @larkbridge.yaml:1:41",
        "config_secret_file_invalid admin.password @LARKBRIDGE_ADMIN_PASSWORD_FILE",
      ],
    ],
    [
      "an owner without password",
      { env: { LARKBRIDGE_ADMIN_USERNAME: "o" } },
      ["config_admin_incomplete admin.username @LARKBRIDGE_ADMIN_USERNAME"],
    ],
    [
      "an LDAP certificate without its key",
      { yaml: "ldap: { certificate_path: a.pem }" },
      ["config_ldap_certificate_incomplete ldap.certificate_path @larkbridge.yaml:1:9"],
    ],
    [
      "field relations that leave entries without sn",
      { yaml: "ldap: { attributes: [{ attribute: cn, first_of: [{ field: name }] }] }" },
      ["config_ldap_attributes_invalid ldap.attributes @larkbridge.yaml:1:9"],
    ],
    [
      "two external LDAP servers of one name",
      {
        yaml: `ldap: { targets: [${'{ name: x, host: h, port: 636, bind_dn: "cn=a", bind_password: p, base_dn: "dc=b" }, '.repeat(2)}] }`,
      },
      ["config_ldap_targets_invalid ldap.targets @larkbridge.yaml:1:9"],
    ],
    [
      "a profile of field relations that is none",
      { env: { LARKBRIDGE_LDAP_ATTRIBUTES: "splitname" } },
      ["config_value_invalid ldap.attributes @LARKBRIDGE_LDAP_ATTRIBUTES"],
    ],
    [
      "field relations that are not quite JSON",
      { env: { LARKBRIDGE_LDAP_ATTRIBUTES: "[{" } },
      ["config_value_invalid ldap.attributes @LARKBRIDGE_LDAP_ATTRIBUTES"],
    ],
    [
      "a secret without its app",
      { env: { LARKBRIDGE_FEISHU_APP_SECRET: "s" } },
      ["config_app_id_missing feishu.app_id @LARKBRIDGE_FEISHU_APP_SECRET"],
    ],
    [
      "no rate limit at Feishu's own host",
      { yaml: "feishu: { rate_limit: off }" },
      ["config_rate_limit_off_refused feishu.rate_limit @larkbridge.yaml:1:11"],
    ],
    [
      "no rate limit at Lark's own host in disguise",
      { env: { LARKBRIDGE_FEISHU_RATE_LIMIT: "off", LARKBRIDGE_FEISHU_OPEN_URL: "https://OPEN.larksuite.com.:443" } },
      ["config_rate_limit_off_refused feishu.rate_limit @LARKBRIDGE_FEISHU_RATE_LIMIT"],
    ],
    [
      "a rate limit that is none",
      { env: { LARKBRIDGE_FEISHU_RATE_LIMIT: "50" } },
      ["config_value_invalid feishu.rate_limit @LARKBRIDGE_FEISHU_RATE_LIMIT"],
    ],
    [
      "a one-time link nobody would get",
      { yaml: "initial_password: { policy: one_time_link }" },
      ["config_one_time_link_needs_notifications initial_password.policy @larkbridge.yaml:1:21"],
    ],
    [
      "a fixed password without one",
      { yaml: "initial_password: { policy: fixed }" },
      ["config_value_missing initial_password.value @larkbridge.yaml:1:21"],
    ],
    [
      "an unknown policy",
      { yaml: "initial_password: { policy: guess }" },
      ["config_value_invalid initial_password.policy @larkbridge.yaml:1:21"],
    ],
    [
      "a webhook without its two secrets",
      { yaml: "feishu: { events: { mode: webhook } }" },
      [
        "config_value_missing feishu.events.encrypt_key @larkbridge.yaml:1:21",
        "config_value_missing feishu.events.verification_token @larkbridge.yaml:1:21",
      ],
    ],
    [
      "a webhook's secret without webhook",
      { yaml: "feishu: { events: { mode: off, encrypt_key: k } }" },
      ["config_key_not_applicable feishu.events.encrypt_key @larkbridge.yaml:1:32"],
    ],
  ])("%s", (_what, given, expected) => {
    expect(brief(given)).toEqual(expected);
  });

  test("of a file that cannot be read do not hide those of the environment, nor invent any", () => {
    const env = {
      LARKBRIDGE_HTTP_PORT: "x",
      LARKBRIDGE_DATABASE_URL: "postgres://h/d",
      LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_SCHEDULE_KIND: "daily",
    };
    expect(brief({ yaml: "master_key: [\n", env })).toEqual([
      "config_yaml_invalid  @larkbridge.yaml:2:1",
      "config_value_invalid http.port @LARKBRIDGE_HTTP_PORT",
    ]);
  });

  test.each([
    ["app-id: a", "feishu.app_id"],
    ["app-secret: a", "feishu.app_secret"],
    ["flag: feishu", "Remove it"],
  ])("go-ldap-admin's %s under feishu has its successor as cure", (line, cure) => {
    const [mistake, ...others] = toldOf({ yaml: `feishu:\n  ${line}\n` });
    expect(others).toEqual([]);
    expect(mistake).toMatchObject({ code: "config_legacy_key", where: "larkbridge.yaml:2:3" });
    expect(mistake?.cure).toContain(cure);
  });

  test("go-ldap-admin's whole block is answered key by key", () => {
    const yaml = 'feishu:\n  flag: feishu\n  app-id: a\n  app-secret: b\nldap:\n  user-init-password: "123456"\n';
    const mistakes = toldOf({ yaml });
    expect(mistakes.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "config_legacy_key feishu.flag",
      "config_legacy_key feishu.app-id",
      "config_legacy_key feishu.app-secret",
      "config_legacy_key ldap.user-init-password",
    ]);
    expect(mistakes[3]?.cure).toContain("initial_password: { policy: fixed");
  });

  test.each([
    [{ yaml: "feishu: { app_secrt: s }" }, "Did you mean feishu.app_secret?"],
    [{ yaml: "feishu: { app_secret_fil: s }" }, "Did you mean feishu.app_secret_file?"],
    [{ yaml: "feishu: { services: { sso: { enabled: true } } }" }, "Remove it; docs/configuration.md lists the keys."],
    [{ yaml: "base-dn: dc=x" }, "Did you mean ldap.base_dn?"],
    [{ yaml: "feishu_app_id: x" }, "Did you mean feishu.app_id?"],
    [{ yaml: "Http: { port: 1 }" }, "Did you mean http?"],
    [{ yaml: "__proto__: { port: 1 }" }, "Remove it; docs/configuration.md lists the keys."],
    [{ env: { LARKBRIDGE_FEISHU_APPID: "x" } }, "Did you mean LARKBRIDGE_FEISHU_APP_ID?"],
    [{ env: { LARKBRIDGE_PORT: "8080" } }, "Remove it; docs/configuration.md lists the names."],
    [{ env: { LARKBRIDGE_HTTP_HOST_FILE: "/x" } }, "Remove it; docs/configuration.md lists the names."],
    [{ env: { LARKBRIDGE_BACKUP_WINDOW: "x" } }, "Remove it; docs/configuration.md lists the names."],
  ])("%j is one unknown key with the cure %s", (given, cure) => {
    expect(toldOf(given)).toMatchObject([{ code: "config_key_unknown", cure }]);
  });

  test("never show a secret", () => {
    const secret = "s3cr3t-value";
    const yamls = [
      `api_token: "${secret} with spaces"`,
      `master_key: ${secret}`,
      `database_url: mysql://u:${secret}@h/d`,
      `feishu: ${secret}`,
      `feishu: { open_url: "https://app:${secret}@open.feishu.cn" }`,
      `feishu: { app_secret: [${secret}] }`,
      `feishu: { app_secret: ${secret}, app_secret: ${secret} }`,
      `feishu:\n\tapp_secret: ${secret}\n`,
      `feishu: { app_secret: "${secret} }`,
      `feishu: { app-secret: ${secret}, app_secrt: ${secret} }`,
      `initial_password: { policy: none, value: ${secret} }`,
      `app_secret: &a ${secret}\nx: *b`,
    ];
    for (const yaml of yamls) expect(JSON.stringify(toldOf({ yaml }))).not.toContain(secret);
    const files = { "/f": `two lines\n${secret}` };
    expect(JSON.stringify(toldOf({ env: { LARKBRIDGE_API_TOKEN_FILE: "/f" }, files }))).not.toContain(secret);
  });

  test("of aliases that multiply are refused without being written out", () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `k${i}: &a${i} [${Array(9)
          .fill(i ? `*a${i - 1}` : "x")
          .join(", ")}]`,
    );
    expect(brief({ yaml: levels.join("\n") })).toEqual(["config_yaml_invalid  @larkbridge.yaml"]);
  });

  test("are found, not thrown, whatever the file holds", () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()));
    const name = fc.oneof(
      fc.constantFrom("feishu", "http", "services", "user_sync", "schedule", "kind", "at", "events", "mode"),
      fc.string(),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(name, fc.oneof({ depthSize: "small" }, leaf, tie("tree")), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const loaded = loadGiven({ yaml: JSON.stringify(value) });
        if (!loaded.ok) expect(loaded.error.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});

test("every code of the list is produced by a test above", () => {
  toldOf({ file: "folder", files: {} });
  const unreadable = () => {
    throw Object.assign(new Error("denied"), { code: "EACCES" });
  };
  expect(loadConfig({ env: {}, readFile: unreadable })).toMatchObject({
    ok: false,
    error: [{ code: "config_file_unreadable", message: "larkbridge.yaml cannot be read (EACCES)." }],
  });
  expect([...told, "config_file_unreadable"].sort()).toEqual([...CONFIG_MISTAKE_CODES].sort());
});
