import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { LdapRunView, LdapTargetView } from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLdapSession } from "../../src/connectors/ldap/index.ts";
import type { Attributes, FoundEntry } from "../../src/core/ldap/provision/types.ts";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";
import { openTestDatabase } from "../support/database.ts";
import { addressOf } from "../support/one-ldap-target.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { SLAPD, type Slapd, startSlapd } from "../support/slapd.ts";
import { callApi } from "../support/stage.ts";

/** What a run leaves behind on an external LDAP server when its process dies, wherever it is just then. */

/** A few moments spread over a run, the same in every test run (golden-ratio steps); a soak asks for more. */
const KILLS = Number(process.env["LARKBRIDGE_TEST_LDAP_KILLS"] ?? 4);
const MOMENTS = Array.from({ length: KILLS }, (_, at) => Math.round(((at * 0.618_034) % 1) * 900));
const PEOPLE = 400;
const GUEST = { uid: "guest", cn: "guest", sn: "Guest", carLicense: "京A 12345" };

let slapd: Slapd;
let database: OpenDatabase;
let ldap: Awaited<ReturnType<typeof openLdapSession>>;
const servers: ServerProcess[] = [];

const start = async () => {
  const server = await startServerProcess({ LARKBRIDGE_DATABASE_URL: database.url });
  servers.push(server);
  return server;
};

describe.skipIf(!existsSync(SLAPD))("a run killed at any moment", () => {
  beforeAll(async () => {
    slapd = await startSlapd();
    ldap = await openLdapSession(addressOf({ ...slapd, port: Number(new URL(slapd.url).port) }));
    database = await openTestDatabase();
    await database.pool.query(
      `insert into directory_user (id, username, name, employee_no, origin)
       select gen_random_uuid(), 'p' || n, '人 + "' || n || '"', 'E' || n, 'built_in' from generate_series(1, ${PEOPLE}) n`,
    );
    await database.pool.query(
      `insert into department (id, name, origin) select gen_random_uuid(), 'D, ' || n, 'built_in' from generate_series(1, 20) n`,
    );
    await database.pool.query(
      `insert into membership (user_id, department_id, origin)
       select u.id, d.id, 'built_in' from directory_user u join department d on hashtext(u.username || d.name) % 20 = 0`,
    );
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    await ldap.close();
    await slapd.stop();
    await database.close();
  });

  it("leaves nothing doubled and nothing foreign touched: the next one makes the server equal", {
    timeout: 60_000 + KILLS * 15_000,
  }, async () => {
    const first = await start();
    const target = await addTarget(first);
    // The base and the branches come first, then somebody else's entries.
    expect(await run(first, target)).toMatchObject({ status: "succeeded" });
    const guest = `uid=guest,ou=people,${slapd.suffix}`;
    await ldap.add(guest, { objectClass: ["inetOrgPerson"], ...each(GUEST) });
    const before = await ldap.read(guest, ["*", "entryUUID", "modifyTimestamp"]);
    await first.stop();

    for (const [at, moment] of MOMENTS.entries()) {
      await change(at);
      const server = await start();
      const started = await callApi(server, "POST", `/ldap/targets/${target}/runs`, {});
      expect(started.status, JSON.stringify(started.body)).toBe(202);
      await pause(moment);
      await server.kill();
    }

    await change(KILLS);
    const server = await start();
    const last = await run(server, target);
    expect(last, JSON.stringify(last.reasons)).toMatchObject({ status: "succeeded" });
    expect(await run(server, target)).toMatchObject({ status: "succeeded", verdict: "empty", change_count: 0 });
    expect(await ldap.read(guest, ["*", "entryUUID", "modifyTimestamp"])).toEqual(before);
    expect(await readPeople()).toEqual(await expectedPeople());
    expect(await readGroups()).toEqual(await expectedGroups());
    const { body } = await callApi<{ items: LdapRunView[] }>(server, "GET", `/ldap/targets/${target}/runs?limit=200`);
    for (const { status } of body.items) expect(["interrupted", "succeeded"]).toContain(status);
    const interrupted = body.items.filter(({ status }) => status === "interrupted").length;
    expect(interrupted).toBeGreaterThan(Math.min(KILLS, 198) / 5);
  });
});

const each = (values: Readonly<Record<string, string>>): Attributes =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));

async function addTarget(server: ServerProcess): Promise<string> {
  const { status, body } = await callApi<LdapTargetView>(server, "POST", "/ldap/targets", {
    ...{ name: "slapd", host: "127.0.0.1", port: Number(new URL(slapd.url).port), tls: { mode: "none" } },
    ...{ bind_dn: slapd.rootDn, bind_password: slapd.rootPassword, base_dn: slapd.suffix, create_base: true },
    // Some fifty leave each time, and the guard counts those of a whole day.
    ...{
      leavers: "delete",
      renames: true,
      schedule: { kind: "manual" },
      guard: { percent: 100, minimum: 1000 + 60 * KILLS },
    },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

async function run(server: ServerProcess, target: string): Promise<LdapRunView> {
  return (await callApi<LdapRunView>(server, "POST", `/ldap/targets/${target}/runs`, { wait: true })).body;
}

/** New titles for half, a tenth renamed, some who leave and some who come back, some who change departments. */
async function change(round: number): Promise<void> {
  const some = (salt: string, share: number) => `abs(hashtext(id::text || '${salt}${round}')) % ${share} = 0`;
  await database.pool.query(`
    update directory_user set job_title = 'Title ${round}' where ${some("title", 2)};
    update directory_user set username = split_part(username, '-', 1) || '-${round}' where ${some("name", 10)};
    update directory_user set status = 'active', disabled_by = null where status = 'disabled' and ${some("back", 2)};
    update directory_user set status = 'disabled', disabled_by = 'operator' where ${some("gone", 12)};
    delete from membership where abs(hashtext(user_id::text || 'out${round}')) % 8 = 0;
    insert into membership (user_id, department_id, origin)
      select u.id, d.id, 'built_in' from directory_user u join department d on abs(hashtext(u.id::text || d.id::text || '${round}')) % 100 = 0
      on conflict do nothing`);
}

const uidOf = ({ dn }: Pick<FoundEntry, "dn">) => dn.slice("uid=".length, dn.indexOf(","));

async function readPeople() {
  const entries = await ldap.readBelow(`ou=people,${slapd.suffix}`, ["uid", "title", "employeeNumber"]);
  return entries
    .filter(({ dn }) => dn.startsWith("uid=") && !dn.startsWith("uid=guest,"))
    .map((entry) => ({ uid: uidOf(entry), ...entry.attributes }))
    .sort((a, b) => (a.uid < b.uid ? -1 : 1));
}

async function expectedPeople() {
  const { rows } = await database.pool.query<{ username: string; employee_no: string; job_title: string | null }>(
    `select username, employee_no, job_title from directory_user where status = 'active' order by username collate "C"`,
  );
  return rows.map(({ username, employee_no: number, job_title: title }) => ({
    uid: [username],
    employeenumber: [number],
    ...(title === null ? {} : { title: [title] }),
  }));
}

/** Members of groups by the name of their department, without the groups of whole branches, which have the same here. */
async function readGroups() {
  const entries = await ldap.readBelow(`ou=groups,${slapd.suffix}`, ["description", "uniqueMember"]);
  return entries
    .filter(({ dn }) => dn.startsWith("cn=dept-") && !dn.includes("-all,"))
    .map(({ attributes }) => ({
      name: attributes["description"]?.[0],
      members: (attributes["uniquemember"] ?? [])
        .filter((dn) => dn !== "")
        .map((dn) => uidOf({ dn }))
        .sort(),
    }))
    .sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

async function expectedGroups() {
  const { rows } = await database.pool.query<{ name: string; members: readonly (string | null)[] }>(
    `select d.name, array_agg(u.username order by u.username collate "C") as members
     from department d left join membership m on m.department_id = d.id
     left join directory_user u on u.id = m.user_id and u.status = 'active' group by d.name`,
  );
  return rows
    .map(({ name, members }) => ({ name, members: members.filter((member) => member !== null).sort() }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
