import { describe, expect, test } from "vitest";
import { configOf, userSyncYaml } from "../../test/support/load-config.ts";
import { newMasterKey } from "../platform/crypto/master-key.ts";

describe("a configuration", () => {
  test("that says nothing has the documented defaults and declares nothing", () => {
    const config = configOf({});
    expect(config).toMatchObject({
      data_dir: "./data",
      http: { host: "127.0.0.1", port: 8080 },
      ldap: {
        enabled: true,
        host: "127.0.0.1",
        port: 3389,
        base_dn: "dc=larkbridge,dc=local",
        require_tls: false,
        app_passwords_only: false,
      },
      ldaps: { port: 3636 },
      allow_insecure_http: false,
      trust_proxy: false,
      initial_password: { policy: "none" },
      retention: { deleted_days: 30 },
      log: { level: "info" },
      declared: {},
      warnings: [],
    });
    expect(config.feishu).toEqual({
      open_url: "https://open.feishu.cn",
      accounts_url: "https://accounts.feishu.cn",
      rate_limit: { per_second: 50, per_minute: 1000 },
      events: { mode: "long_connection" },
      support_built_in_users: false,
      services: {
        user_sync: {
          enabled: false,
          schedule: { kind: "manual" },
          time_zone: "Asia/Shanghai",
          unmatched_local_users: "ignore",
          unmatched_feishu_users: "create_and_link",
          unmatched_local_departments: "ignore",
          unmatched_feishu_departments: "create_and_link",
          departed_users: "disable",
          departed_departments: "delete",
          fields: { mobile: false, employee_no: false, nickname: false },
          guard: { percent: 5, minimum: 5 },
        },
        single_sign_on: { enabled: false },
        message_notifications: { enabled: false, method: "account_binding" },
        feishu_client_access: { enabled: false },
      },
    });
  });

  test("may stand in a file alone", () => {
    const yaml = `
feishu:
  app_id: cli_0123456789abcdef
  app_secret: "the secret"
  rate_limit: { per_second: 10 }
  services:
    user_sync:
      enabled: true
      schedule: { kind: monthly, day: last, at: 02:00 }
      fields: { mobile: true }
    message_notifications: { enabled: true }
initial_password: { policy: fixed, value_file: /run/first }
`;
    const config = configOf({ yaml, files: { "/run/first": "change-me-now\r\n" } });
    expect(config.feishu.services.user_sync.schedule).toEqual({ kind: "monthly", day: "last", at: "02:00" });
    expect(config.feishu.services.user_sync.fields).toEqual({ mobile: true, employee_no: false, nickname: false });
    expect(config.feishu.rate_limit).toEqual({ per_second: 10, per_minute: 1000 });
    expect(config.initial_password).toEqual({ policy: "fixed", value: "change-me-now", allow_ldap_bind: false });
    expect(config.declared).toEqual({
      "feishu.app_id": "file",
      "feishu.app_secret": "file",
      "feishu.rate_limit": "file",
      "feishu.services.user_sync.enabled": "file",
      "feishu.services.user_sync.schedule.kind": "file",
      "feishu.services.user_sync.schedule.day": "file",
      "feishu.services.user_sync.schedule.at": "file",
      "feishu.services.user_sync.fields.mobile": "file",
      "feishu.services.message_notifications.enabled": "file",
      "initial_password.policy": "file",
      "initial_password.value": "file",
    });
  });

  test("may stand in the environment alone", () => {
    const key = newMasterKey();
    const config = configOf({
      env: {
        LARKBRIDGE_DATA_DIR: "/srv/data",
        LARKBRIDGE_DATABASE_URL: "postgresql://u:p@db/larkbridge",
        LARKBRIDGE_MASTER_KEY_FILE: "/run/key",
        LARKBRIDGE_HTTP_PORT: "0",
        LARKBRIDGE_LDAPS_PORT: "636",
        LARKBRIDGE_TRUST_PROXY: "10.0.0.0/8, ::1",
        LARKBRIDGE_FEISHU_OPEN_URL: "http://127.0.0.1:9000/",
        LARKBRIDGE_FEISHU_RATE_LIMIT: "off",
        LARKBRIDGE_FEISHU_SUPPORT_BUILT_IN_USERS: "true",
        LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_SCHEDULE_KIND: "weekly",
        LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_SCHEDULE_DAY: "friday",
        LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_SCHEDULE_AT: "23:59",
        LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_GUARD_PERCENT: "2.5",
        LARKBRIDGE_FEISHU_APP_ID: "",
        LARKBRIDGE_URL: "http://127.0.0.1:8080",
        LARKBRIDGE_TOKEN: "for the command line",
        LARKBRIDGE_PORT: "tcp://10.0.0.7:8080",
        LARKBRIDGE_SERVICE_HOST: "10.0.0.7",
        LARKBRIDGE_PORT_8080_TCP_ADDR: "10.0.0.7",
        PATH: "/bin",
      },
      files: { "/run/key": `${key}\n` },
    });
    expect(config).toMatchObject({
      data_dir: "/srv/data",
      database_url: "postgresql://u:p@db/larkbridge",
      master_key: key,
      http: { port: 0 },
      ldaps: { port: 636 },
      trust_proxy: "10.0.0.0/8, ::1",
    });
    expect(config.feishu).toMatchObject({
      open_url: "http://127.0.0.1:9000",
      rate_limit: "off",
      support_built_in_users: true,
    });
    expect(config.feishu.services.user_sync).toMatchObject({
      schedule: { kind: "weekly", day: "friday", at: "23:59" },
      guard: { percent: 2.5, minimum: 5 },
    });
    expect(config.declared.master_key).toBe("environment");
    expect(config.declared["feishu.app_id"]).toBeUndefined();
  });

  test("takes from the environment what both say, secrets in files included", () => {
    const yaml = "http: { port: 1 }\nfeishu: { app_id: cli_0123456789abcdef, app_secret_file: /not/there }\n";
    const config = configOf({ yaml, env: { LARKBRIDGE_HTTP_PORT: "2", LARKBRIDGE_FEISHU_APP_SECRET: "s" } });
    expect(config.http.port).toBe(2);
    expect(config.feishu.app_secret).toBe("s");
    expect(config.declared).toMatchObject({ "http.port": "environment", "feishu.app_id": "file" });
  });

  test("loses, with a choice the environment overrules, what goes only with that choice", () => {
    const yaml = userSyncYaml("schedule: { kind: weekly, day: monday, at: '03:00' }");
    const kind = "LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_SCHEDULE_KIND";
    const scheduleWith = (value: string) =>
      configOf({ yaml, env: { [kind]: value } }).feishu.services.user_sync.schedule;
    expect(scheduleWith("manual")).toEqual({ kind: "manual" });
    expect(scheduleWith("daily")).toEqual({ kind: "daily", at: "03:00" });
  });

  test("cannot be changed once it is loaded", () => {
    const config = configOf({ yaml: "http: { port: 1 }" });
    expect(() => Object.assign(config.http, { port: 2 })).toThrow(TypeError);
  });

  test("may begin with a byte order mark and leave keys empty", () => {
    expect(configOf({ yaml: "\u{feff}http:\n  port:\nfeishu:\n" }).declared).toEqual({});
  });

  test("with Lark's OpenAPI host signs in at Lark unless told otherwise", () => {
    const accountsWith = (more: string) =>
      configOf({ yaml: `feishu: { open_url: "https://open.larksuite.com"${more} }` }).feishu.accounts_url;
    expect(accountsWith("")).toBe("https://accounts.larksuite.com");
    expect(accountsWith(', accounts_url: "https://accounts.example.com/"')).toBe("https://accounts.example.com");
  });

  test("is warned about, not refused, where it is only unwise", () => {
    const { warnings } = configOf({
      env: { LARKBRIDGE_FEISHU_APP_ID: "cli_test", LARKBRIDGE_FEISHU_APP_SECRET: "s", LARKBRIDGE_API_TOKEN: "short" },
      yaml: "feishu: { open_url: 'http://feishu.internal' }",
    });
    expect(warnings.map(({ code, path, where }) => [code, path, where])).toEqual([
      ["config_app_id_unusual", "feishu.app_id", "LARKBRIDGE_FEISHU_APP_ID"],
      ["config_open_url_insecure", "feishu.open_url", "larkbridge.yaml:1:11"],
      ["config_secret_weak", "api_token", "LARKBRIDGE_API_TOKEN"],
    ]);
  });
});
