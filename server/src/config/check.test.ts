import { describe, expect, test } from "vitest";
import { checkOf, renderCheck } from "./check.ts";
import { loadConfig } from "./load.ts";
import { MASK, maskSecrets, secretValues } from "./secrets.ts";

function load(env: Record<string, string>) {
  const readFile = () => {
    throw Object.assign(new Error("no such file"), { code: "ENOENT" });
  };
  return loadConfig({ env, readFile });
}

const SECRETS = {
  LARKBRIDGE_MASTER_KEY: Buffer.alloc(32, 1).toString("base64"),
  LARKBRIDGE_DATABASE_URL: "postgresql://lark:p%40ss-word@db/larkbridge",
  LARKBRIDGE_ADMIN_USERNAME: "owner",
  LARKBRIDGE_ADMIN_PASSWORD: "owner-password",
  LARKBRIDGE_API_TOKEN: "token-of-thirty-two-characters-ok",
  LARKBRIDGE_FEISHU_APP_ID: "cli_0123456789abcdef",
  LARKBRIDGE_FEISHU_APP_SECRET: "app-secret",
  LARKBRIDGE_FEISHU_EVENTS_MODE: "webhook",
  LARKBRIDGE_FEISHU_EVENTS_ENCRYPT_KEY: "encrypt-key",
  LARKBRIDGE_FEISHU_EVENTS_VERIFICATION_TOKEN: "verification-token",
  LARKBRIDGE_INITIAL_PASSWORD_POLICY: "fixed",
  LARKBRIDGE_INITIAL_PASSWORD_VALUE: "first-password",
};

describe("config check", () => {
  test("shows the values in force without any secret", () => {
    const check = checkOf(load(SECRETS));
    expect(check).toMatchObject({
      ok: true,
      settings: { http: { port: 8080 }, admin: { username: "owner", password: MASK }, master_key: MASK },
      declared: { "feishu.app_secret": "environment" },
    });
    const shown = JSON.stringify(check) + renderCheck(check);
    for (const [name, value] of Object.entries(SECRETS)) {
      if (/KEY|URL|PASSWORD$|TOKEN|SECRET|VALUE/.test(name)) expect(shown).not.toContain(value);
    }
    expect(renderCheck(check)).toBe("The configuration is right; 12 keys set.\n");
  });

  test("masks only what is set", () => {
    const loaded = load({});
    if (!loaded.ok) throw new Error("there are mistakes");
    expect(JSON.stringify(maskSecrets(loaded.value))).not.toContain(MASK);
    expect(secretValues(loaded.value)).toEqual([]);
  });

  test("names every secret for the log, the database's password alone included", () => {
    const loaded = load(SECRETS);
    if (!loaded.ok) throw new Error("there are mistakes");
    expect([...secretValues(loaded.value)].sort()).toEqual(
      [
        SECRETS.LARKBRIDGE_MASTER_KEY,
        SECRETS.LARKBRIDGE_DATABASE_URL,
        "p%40ss-word",
        "p@ss-word",
        "owner-password",
        "token-of-thirty-two-characters-ok",
        "app-secret",
        "encrypt-key",
        "verification-token",
        "first-password",
      ].sort(),
    );
  });

  test("prints each mistake with its place and its cure", () => {
    const check = checkOf(load({ LARKBRIDGE_HTTP_PORT: "http", LARKBRIDGE_FEISHU_APP_SECRET: "app-secret" }));
    expect(check).toMatchObject({ ok: false, settings: null });
    expect(renderCheck(check)).toBe(`2 mistakes in the configuration.

http.port must be a whole number from 0 to 65535, not "http".
  at   LARKBRIDGE_HTTP_PORT (config_value_invalid)
  cure Correct it. docs/configuration.md explains http.port (LARKBRIDGE_HTTP_PORT).

feishu.app_secret is set, feishu.app_id is not.
  at   LARKBRIDGE_FEISHU_APP_SECRET (config_app_id_missing)
  cure Set feishu.app_id (LARKBRIDGE_FEISHU_APP_ID) to the App ID, cli_ and 16 characters.
`);
  });

  test("prints warnings beside the good news", () => {
    expect(renderCheck(checkOf(load({ LARKBRIDGE_API_TOKEN: "short" })))).toContain("1 warning.\n\napi_token is short");
  });
});
