import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { LdapTargetView, Problem } from "@larkbridge/contract";
import { expect, onTestFinished, test } from "vitest";
import { openLdapSession } from "../../src/connectors/ldap/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { addressOf } from "../support/one-ldap-target.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { SLAPD, startSlapd } from "../support/slapd.ts";
import { callApi } from "../support/stage.ts";

test.skipIf(!existsSync(SLAPD))(
  "a file alone brings up the provisioning of an external LDAP server",
  {
    timeout: 90_000,
  },
  async () => {
    const slapd = await startSlapd();
    onTestFinished(() => slapd.stop());
    const database = await openTestDatabase();
    onTestFinished(() => database.close());
    const folder = await mkdtemp("/tmp/larkbridge-declared-");
    onTestFinished(() => rm(folder, { recursive: true }));
    await database.pool.query(
      "insert into directory_user (id, username, name, origin) values (gen_random_uuid(), 'li.wei', '李伟', 'built_in')",
    );
    const port = Number(new URL(slapd.url).port);
    const secret = join(folder, "password");
    await writeFile(secret, `${slapd.rootPassword}\n`);
    const yamlOf = (more: string) => `ldap:
  targets:
    - name: Head office
      host: 127.0.0.1
      port: ${port}
      tls: { mode: none }
      bind_dn: ${slapd.rootDn}
      bind_password_file: ${secret}
      base_dn: ${slapd.suffix}
      create_base: true
      schedule: { kind: manual }
      ${more}
`;
    const file = join(folder, "larkbridge.yaml");
    const start = async (yaml: string): Promise<ServerProcess> => {
      await writeFile(file, yaml);
      const server = await startServerProcess({ LARKBRIDGE_DATABASE_URL: database.url }, ["--config", file]);
      onTestFinished(() => void server.stop());
      return server;
    };
    const read = async (server: ServerProcess) =>
      (await callApi<{ items: LdapTargetView[] }>(server, "GET", "/ldap/targets")).body.items;

    const server = await start(yamlOf("leavers: delete"));
    let [target] = await read(server);
    while (target?.last_run?.status !== "succeeded") {
      // It runs when it finds the server behind the directory.
      await pause(100);
      [target] = await read(server);
    }
    expect(target).toMatchObject({ name: "Head office", set_by_file: true, leavers: "delete", entries: { people: 1 } });
    const ldap = await openLdapSession(addressOf({ ...slapd, port }));
    onTestFinished(() => ldap.close());
    expect(await ldap.read(`uid=li.wei,ou=people,${slapd.suffix}`, ["displayName"])).toMatchObject({
      attributes: { displayname: ["李伟"] },
    });
    for (const [method, body] of [
      ["PATCH", { leavers: "disable" }],
      ["DELETE", undefined],
    ] as const) {
      const answer = await callApi<Problem>(server, method, `/ldap/targets/${target.id}`, body);
      expect([answer.status, answer.body.code]).toEqual([409, "ldap_target_set_by_file"]);
    }
    await server.stop();

    const moved = start(yamlOf("profile: tree"));
    await expect(moved).rejects.toThrow("serve ended with 2");
    await expect(moved).rejects.toThrow("profile of Head office cannot be changed");

    const released = await start("log: { level: info }\n");
    expect(await read(released)).toMatchObject([{ id: target.id, set_by_file: false, leavers: "delete" }]);
    await released.stop();
  },
);
