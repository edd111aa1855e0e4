import { once } from "node:events";
import { connect as connectTls } from "node:tls";
import type {
  AppPasswordListView,
  LdapServiceAccountView,
  LdapStateView,
  MeView,
  UserDetailView,
} from "@larkbridge/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { request } from "../support/ldap-frames.ts";
import { codeOf, dialLdap } from "../support/ldap-wire-client.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { callApi, exportUsers, runSync, type Stage, setStage } from "../support/stage.ts";

/** Two equal processes on one database, as seen by applications that speak LDAP to either. */

const BASE = "dc=larkbridge,dc=local";
const INITIAL = "Welcome-2026";
let stage: Stage;
let servers: readonly [ServerProcess, ServerProcess];
let ports: readonly number[];
beforeAll(async () => {
  stage = await setStage({ users: 30, departments: 4, memberships: 40 });
  const env = {
    LARKBRIDGE_LDAP_ENABLED: "true",
    LARKBRIDGE_INITIAL_PASSWORD_POLICY: "fixed",
    LARKBRIDGE_INITIAL_PASSWORD_VALUE: INITIAL,
    LARKBRIDGE_INITIAL_PASSWORD_ALLOW_LDAP_BIND: "true",
  };
  const one = await stage.start(env);
  servers = [one, await stage.start({ ...env, LARKBRIDGE_INITIAL_PASSWORD_ALLOW_LDAP_BIND: "false" })];
  ports = servers.map((server) => {
    const line =
      server
        .output()
        .split("\n")
        .find((said) => said.startsWith('{"url"')) ?? "{}";
    return Number(new URL((JSON.parse(line) as { ldap_url: string }).ldap_url).port);
  });
  await runSync(one);
}, 60_000);
afterAll(() => stage.close());

const personDn = (username: string) => `uid=${username},ou=people,${BASE}`;
async function bind(port: number, dn: string, password: string) {
  const client = await dialLdap(port);
  client.send(request.bind(1, dn, password));
  const code = codeOf(await client.until(1));
  client.close();
  return code;
}
const onBoth = (dn: string, password: string) => Promise.all(ports.map((port) => bind(port, dn, password)));

/** How long it takes until every process answers so. */
async function until(answer: () => Promise<readonly unknown[]>, wanted: unknown): Promise<number> {
  const begun = performance.now();
  await expect.poll(answer, { interval: 20, timeout: 5_000 }).toEqual([wanted, wanted]);
  return performance.now() - begun;
}

test("people begin with the initial password, which LDAP takes before it is changed only where it was told to", async () => {
  const [person] = await exportUsers(servers[0]);
  expect(await onBoth(personDn(person?.username ?? ""), INITIAL)).toEqual([0, 49]);
  const detail = await callApi<UserDetailView>(servers[0], "GET", `/users/${person?.id}`);
  expect(detail.body.has_password).toBe(true);
});

test("whoever changed it in the portal binds everywhere, and within a second nobody whom a sync disabled", async () => {
  const people = await exportUsers(servers[0]);
  const person = people.find(({ status, feishu }) => status === "active" && feishu !== null);
  const { username, feishu } = person ?? { username: "", feishu: null };
  const signedIn = await fetch(`${servers[0].url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password: INITIAL }),
  });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const asPerson = async <Answer>(method: string, path: string, body?: object) => {
    const answer = await fetch(`${servers[0].url}/api/v1${path}`, {
      method,
      headers: { cookie, "sec-fetch-site": "same-origin", ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return (await answer.json()) as Answer & { code?: string };
  };
  expect((await asPerson("POST", "/me/app-passwords", { name: "Mail" })).code).toBe("password_change_required");
  const changed = await asPerson<MeView>("PUT", "/me/password", { current: INITIAL, password: "one of my own" });
  expect(changed).toMatchObject({ must_change_password: false });
  const { password } = await asPerson<{ password: string }>("POST", "/me/app-passwords", { name: "Mail" });
  const dn = personDn(username);
  expect(await onBoth(dn, "one of my own")).toEqual([0, 0]);
  expect(await onBoth(dn, password)).toEqual([0, 0]);
  expect(await until(() => onBoth(dn, INITIAL), 49)).toBeLessThan(1_000);

  await stage.control("POST", "/users/bulk", { action: "freeze", users: [feishu?.open_id] });
  await runSync(servers[0]);
  expect(await until(() => onBoth(dn, "one of my own"), 49)).toBeLessThan(1_000);
  expect(await onBoth(dn, password)).toEqual([49, 49]);
});

test("a service account made on one process opens the other within a second, and so it ends", async () => {
  type Made = { service_account: LdapServiceAccountView; password: string };
  const made = await callApi<Made>(servers[0], "POST", "/ldap/service-accounts", { name: "wiki", everyone: true });
  const { service_account: account, password } = made.body;
  expect(await until(() => onBoth(account.dn, password), 0)).toBeLessThan(1_000);
  await callApi(servers[1], "PATCH", `/ldap/service-accounts/${account.id}`, { enabled: false });
  expect(await until(() => onBoth(account.dn, password), 49)).toBeLessThan(1_000);
});

test("app passwords only, said on one process, is so on the other within a second", async () => {
  const person = (await exportUsers(servers[0])).find(({ status }) => status === "active");
  const dn = personDn(person?.username ?? "");
  // The tests before were wrong often enough for their address to be paused.
  await stage.sql("delete from sign_in_failure");
  expect(await bind(ports[0] ?? 0, dn, INITIAL)).toBe(0);
  await callApi(servers[1], "PATCH", "/settings", { ldap_app_passwords_only: true });
  expect(await until(() => onBoth(dn, INITIAL), 49)).toBeLessThan(1_000);
  const listed = await callApi<AppPasswordListView>(servers[0], "GET", `/users/${person?.id}/app-passwords`);
  expect(listed.body).toMatchObject({ items: [], only: true, bind_dn: dn });
});

test("the state names the certificate both show, which clients can trust, and who is connected", async () => {
  const states = await Promise.all(servers.map((server) => callApi<LdapStateView>(server, "GET", "/ldap")));
  const [{ body: state }, { body: other }] = states as [(typeof states)[0], (typeof states)[0]];
  expect(state).toMatchObject({ enabled: true, port: ports[0], base_dn: BASE, view: { people: 30 } });
  expect(state.ldapsearch).toContain(`-H ldap://127.0.0.1:${ports[0]}`);
  expect(state.certificate).toMatchObject({ source: "self_made" });
  expect(state.certificate?.names).toEqual(expect.arrayContaining(["localhost", "127.0.0.1"]));
  expect(other.certificate?.fingerprint_sha256).toBe(state.certificate?.fingerprint_sha256);

  const socket = connectTls({
    host: "127.0.0.1",
    port: other.ldaps_port ?? 0,
    servername: "localhost",
    ca: state.certificate?.pem,
  });
  await once(socket, "secureConnect");
  expect(socket.authorized).toBe(true);
  socket.write(request.bind(1, "", ""));
  await once(socket, "data");
  const { body } = await callApi<LdapStateView>(servers[1], "GET", "/ldap");
  expect(body.connections).toMatchObject({
    total: 1,
    items: [
      {
        address: "127.0.0.1",
        tls: true,
        kind: "anonymous",
        bound_as: null,
        operations: 1,
        last_operation: { kind: "bind" },
      },
    ],
  });
  socket.destroy();
});
