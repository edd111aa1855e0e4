import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";
import { openTestDatabase } from "../support/database.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

const WHOAMI = "/usr/bin/ldapwhoami";
const PASSWORD = "a first password of the owner";

describe.skipIf(!existsSync(WHOAMI))("larkbridge serve", () => {
  let database: OpenDatabase;
  let server: ServerProcess;
  beforeAll(async () => {
    database = await openTestDatabase();
    server = await startServerProcess({
      LARKBRIDGE_DATABASE_URL: database.url,
      LARKBRIDGE_ADMIN_USERNAME: "owner",
      LARKBRIDGE_ADMIN_PASSWORD: PASSWORD,
      LARKBRIDGE_LDAP_ENABLED: "true",
      LARKBRIDGE_LDAP_BASE_DN: "dc=example,dc=com",
    });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await database?.close();
  });

  test("prints where LDAP answers, and the first owner binds there", async () => {
    const line = server
      .output()
      .split("\n")
      .find((one) => one.startsWith('{"url"'));
    const { ldap_url: url, ldaps_url: tlsUrl } = JSON.parse(line ?? "{}") as { [name: string]: string };
    expect(tlsUrl).toMatch(/^ldaps:\/\/127\.0\.0\.1:\d+$/);
    const dn = "uid=owner,ou=people,dc=example,dc=com";
    const { stdout } = await promisify(execFile)(WHOAMI, ["-x", "-H", url ?? "", "-D", dn, "-w", PASSWORD]);
    expect(stdout).toBe(`dn:${dn}\n`);
  });
});
