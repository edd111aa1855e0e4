import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import type { BindOutcome } from "../../src/protocols/ldap/ports.ts";
import { request, WHOAMI } from "../support/ldap-frames.ts";
import { codeOf, dialLdap, entriesOf } from "../support/ldap-wire-client.ts";
import { makeWorld } from "../support/ldap-world.ts";
import { APP, APP_DN, openMemoryLdap, WORLD_BASE } from "../support/memory-ldap.ts";

/** Groups whose entry is larger than what may wait to be sent (ldap.md 3.2, rule 3). */

const tree = makeWorld(WORLD_BASE, { people: 100_000, departments: 2, groups: 1 });
const ACTIVE = tree.people.filter(({ record }) => record.active).length;
/** Everybody is in it; some 10 MB. */
const LARGE = { base: `cn=dept-d0-all,ou=groups,${WORLD_BASE}`, scope: "base", attributes: ["*", "+"] } as const;

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function open() {
  let principal = APP;
  const outcome: BindOutcome = { kind: "bound", standing: { principal: () => principal } };
  const stage = await openMemoryLdap({ tree, bind: () => outcome });
  opened.push({
    close: async () => {
      await stage.close();
      expect(stage.faults).toEqual([]);
    },
  });
  return {
    async dial() {
      const client = await dialLdap(stage.server.port);
      opened.push(client);
      client.send(request.bind(1, APP_DN, "x"));
      expect(codeOf(await client.until(1))).toBe(0);
      return client;
    },
    takeAway() {
      principal = { kind: "anonymous" };
    },
  };
}

test("come whole, with every member once in each of their three shapes", async () => {
  const client = await (await open()).dial();
  client.send(request.search(2, LARGE), request.extended(3, WHOAMI));
  const answers = await client.until(3);
  const [entry] = entriesOf(answers);
  expect(answers.map(({ kind, id }) => [kind, id])).toEqual([
    ["entry", 2],
    ["result", 2],
    ["result", 3],
  ]);
  for (const name of ["member", "uniqueMember", "memberUid"]) {
    const values = entry?.attributes[name] ?? [];
    expect([values.length, new Set(values).size]).toEqual([ACTIVE, ACTIVE]);
  }
});

test("are left unfinished where they are not read, while others are answered", async () => {
  const stage = await open();
  const stuck = await Promise.all(Array.from({ length: 8 }, stage.dial));
  for (const client of stuck) {
    client.socket.pause();
    client.send(request.search(2, LARGE));
  }
  const other = await stage.dial();
  for (let id = 2; id < 200; id++) {
    other.send(request.search(id, { base: WORLD_BASE, filter: { kind: "equal", attribute: "uid", value: "u3" } }));
    expect(entriesOf(await other.until(id))).toHaveLength(1);
  }
});

test("are finished before an abandon counts", async () => {
  const client = await (await open()).dial();
  client.send(request.search(2, LARGE));
  await once(client.socket, "data");
  client.socket.pause();
  client.send(request.abandon(3, 2), request.extended(4, WHOAMI));
  client.socket.resume();
  const answers = await client.until(4);
  expect(answers.map(({ kind, id }) => [kind, id])).toEqual([
    ["entry", 2],
    ["result", 4],
  ]);
});

test("end with the connection when what the client may see is taken away in between", async () => {
  const stage = await open();
  const client = await stage.dial();
  client.send(request.search(2, LARGE));
  await once(client.socket, "data");
  client.socket.pause();
  stage.takeAway();
  client.socket.resume();
  expect(await client.untilClosed()).toEqual([]);
});

test("are followed by no notice when half of one is sent: it would be read as the other half", async () => {
  const client = await (await open()).dial();
  client.send(request.search(2, LARGE));
  await once(client.socket, "data");
  client.socket.pause();
  client.send(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
  client.socket.resume();
  expect(await client.untilClosed()).toEqual([]);
});
