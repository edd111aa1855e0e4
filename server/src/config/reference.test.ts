import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { configKeys } from "./keys.ts";
import { loadConfig } from "./load.ts";
import { renderReference } from "./reference.ts";
import { renderSample } from "./sample.ts";

const page = fileURLToPath(new URL("../../../docs/configuration.md", import.meta.url));

function loadText(yaml: string) {
  return loadConfig({ env: {}, readFile: () => Buffer.from(yaml) });
}

describe("keys", () => {
  test("every environment name belongs to one key, secret files included", () => {
    const names = configKeys.flatMap(({ env, secret }) => (secret ? [env, `${env}_FILE`] : [env]));
    expect(new Set(names).size).toBe(names.length);
  });

  test("what sounds like a secret is one", () => {
    const sounding = configKeys.filter(({ path }) => /secret|password$|token|key$|value$|database_url/.test(path));
    expect(sounding.filter(({ secret }) => !secret)).toEqual([]);
    expect(configKeys.filter(({ secret }) => secret)).toHaveLength(8);
  });
});

describe("reference page", () => {
  test("the committed page is the rendered one", async () => {
    await expect(renderReference()).toMatchFileSnapshot(page);
  });

  test("names every key and every variable", () => {
    const text = renderReference();
    for (const { path, env } of configKeys) expect(text).toContain(`\`${path}\`<br>\`${env}\``);
  });
});

describe("sample file", () => {
  const lines = renderSample().split("\n");
  const commented = lines.flatMap((line, index) => (/^ *#[a-z]/.test(line) ? [index] : []));

  test("copied as it is, it declares nothing", () => {
    expect(loadText(lines.join("\n"))).toMatchObject({ ok: true, value: { declared: {} } });
  });

  test("every line becomes a key of its section when its # is taken away", () => {
    for (const index of commented) {
      const yaml = lines.map((line, at) => (at === index ? line.replace("#", "") : line)).join("\n");
      const loaded = loadText(yaml);
      const codes = loaded.ok ? [] : loaded.error.map(({ code }) => code);
      // A line alone may need its companion, and the made-up secrets are no keys.
      const allowed =
        /^config_(app_id_missing|app_secret_missing|admin_incomplete|ldap_certificate_incomplete|database_needs_master_key|one_time_link_needs_notifications)$/;
      const isMadeUp = /#(master_key|api_token):/.test(lines[index] ?? "");
      expect([lines[index], ...codes.filter((code) => !allowed.test(code) && !isMadeUp)]).toEqual([lines[index]]);
    }
  });

  test("shows every key", () => {
    const shown = lines.join("\n");
    for (const { segments } of configKeys) expect(shown).toMatch(new RegExp(`\\b${segments.at(-1)}:`));
  });
});
