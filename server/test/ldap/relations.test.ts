import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import type { LdapAttributesView, Problem } from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";
import { openTestDatabase } from "../support/database.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { callApi } from "../support/stage.ts";

const PROGRAM = "/usr/bin/ldapsearch";
const PASSWORD = "a first password of the owner";
const DN = "uid=owner,ou=people,dc=example,dc=com";

describe.skipIf(!existsSync(PROGRAM))("field relations on two processes of one database", () => {
  let database: OpenDatabase;
  let servers: ServerProcess[] = [];
  beforeAll(async () => {
    database = await openTestDatabase();
    const env = {
      LARKBRIDGE_DATABASE_URL: database.url,
      LARKBRIDGE_ADMIN_USERNAME: "owner",
      LARKBRIDGE_ADMIN_PASSWORD: PASSWORD,
      LARKBRIDGE_LDAP_ENABLED: "true",
      LARKBRIDGE_LDAP_BASE_DN: "dc=example,dc=com",
    };
    const first = await startServerProcess(env);
    servers = [first, await startServerProcess(env)];
  }, 90_000);
  afterAll(async () => {
    for (const server of servers) await server.stop();
    await database?.close();
  });

  /** What the owner reads of their own entry. */
  async function search(server: ServerProcess, filter: string): Promise<string> {
    const line = server
      .output()
      .split("\n")
      .find((one) => one.startsWith('{"url"'));
    const { ldap_url: url } = JSON.parse(line ?? "{}") as { ldap_url: string };
    const args = ["-x", "-LLL", "-H", url, "-D", DN, "-w", PASSWORD, "-b", "dc=example,dc=com", filter];
    return (await promisify(execFile)(PROGRAM, [...args, "cn", "preferredLanguage"])).stdout;
  }

  test("a change shows on both within a second, and what is refused changes nothing", async () => {
    const [one, other] = servers as [ServerProcess, ServerProcess];
    const read = await callApi<LdapAttributesView>(one, "GET", "/ldap/attributes");
    expect(read.body).toMatchObject({ version: 0, profile: "default" });
    const relations = [
      { attribute: "cn", first_of: [{ constant: "Everyone's name" }] },
      { attribute: "sn", first_of: [{ field: "name" }] },
      { attribute: "preferredLanguage", first_of: [{ constant: "zh-CN" }] },
    ];
    const refused = await callApi<Problem>(one, "PUT", "/ldap/attributes", {
      version: 0,
      relations: [...relations, { attribute: "entryUUID", first_of: [{ field: "name" }] }],
    });
    expect(refused).toMatchObject({ status: 422, body: { code: "relations_invalid" } });
    expect(refused.body.reasons).toMatchObject([{ code: "relation_attribute_fixed" }]);
    const written = await callApi(one, "PUT", "/ldap/attributes", { version: 0, relations });
    expect(written.status).toBe(200);
    await vi.waitFor(
      async () => {
        for (const server of [one, other])
          expect(await search(server, "(cn=everyone's  NAME)")).toBe(
            `dn: ${DN}\ncn: Everyone's name\npreferredLanguage: zh-CN\n\n`,
          );
      },
      { timeout: 1_000, interval: 50 },
    );
    expect(await search(other, "(cn=owner)")).toBe("");
    const again = await callApi<Problem>(other, "PUT", "/ldap/attributes", { version: 0, relations });
    expect(again).toMatchObject({ status: 409, body: { code: "relations_changed_meanwhile" } });
  });
});
