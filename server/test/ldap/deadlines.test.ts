import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { BerWriter } from "../../src/platform/ldap-wire/ber-writer.ts";
import { type Connection, serveConnection } from "../../src/protocols/ldap/connection.ts";
import { LIMITS } from "../../src/protocols/ldap/limits.ts";
import { makeScanPlaces } from "../../src/protocols/ldap/scan-places.ts";
import { request, WHOAMI } from "../support/ldap-frames.ts";
import { dialLdap, type WireClient } from "../support/ldap-wire-client.ts";
import { makeWorld } from "../support/ldap-world.ts";
import { APP, WORLD_BASE } from "../support/memory-ldap.ts";

/** How long a client may take (ldap.md 3.2, rules 1 and 10). Time is a value: nobody waits for it. */

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

/** One client of one connection, at a time that the test sets. */
async function open(people = 20) {
  let time = 0;
  const tree = makeWorld(WORLD_BASE, { people, departments: 3, groups: 2 });
  let accepted: Socket | undefined;
  const server = createServer((socket) => {
    accepted = socket;
    connection = serveConnection(
      {
        ports: {
          tree: () => tree,
          bind: async () => ({ kind: "bound", standing: { principal: () => APP } }),
          onFault: () => undefined,
        },
        settings: { baseDn: WORLD_BASE, version: "0", startTls: false, requireTls: false, sizeLimit: null },
        writer: new BerWriter(),
        scans: makeScanPlaces(1),
        now: () => time,
        limits: LIMITS,
        secureContext: () => null,
        onClose: () => undefined,
      },
      socket,
      false,
    );
  }).listen(0, "127.0.0.1");
  let connection: Connection | undefined;
  await once(server, "listening");
  const client = await dialLdap((server.address() as { port: number }).port);
  opened.push(client, server);
  client.send(request.bind(1, "cn=app", "x"));
  await client.until(1);
  return {
    client,
    served: () => accepted as Socket,
    at(milliseconds: number) {
      time = milliseconds;
      connection?.checkDeadlines(time);
    },
  };
}

async function isServed(client: WireClient, id: number): Promise<boolean> {
  client.send(request.extended(id, WHOAMI));
  return client.until(id).then(
    () => true,
    () => false,
  );
}

test("whoever says nothing for a quarter of an hour is cut off, and not before", async () => {
  const { client, at } = await open();
  at(15 * 60_000);
  expect(await isServed(client, 2)).toBe(true);
  at(30 * 60_000);
  expect(await isServed(client, 3)).toBe(true);
  at(45 * 60_000 + 1);
  expect(await isServed(client, 4)).toBe(false);
});

test("a message must be complete in ten seconds, counted from its first octet", async () => {
  const { client, at } = await open();
  const [whole, half] = [request.extended(2, WHOAMI), request.extended(3, WHOAMI).subarray(0, 5)];
  client.send(whole, half);
  await client.until(2);
  at(10_000);
  client.send(request.extended(3, WHOAMI).subarray(5));
  await client.until(3);
  // The next one begins late and has its own ten seconds.
  at(15_000);
  client.send(request.extended(4, WHOAMI), request.extended(5, WHOAMI).subarray(0, 1));
  await client.until(4);
  at(25_000);
  expect(client.socket.destroyed).toBe(false);
  at(25_001);
  expect(await client.untilClosed()).toEqual([]);
});

test("whoever takes nothing of a long answer for a minute is cut off", async () => {
  const { client, served, at } = await open(20_000);
  client.socket.pause();
  client.send(request.search(2, { base: WORLD_BASE, attributes: ["*", "+"] }));
  while (served().writableLength < LIMITS.unsent) await new Promise((resolve) => setImmediate(resolve));
  at(60_000);
  expect(served().destroyed).toBe(false);
  at(60_001);
  expect(served().destroyed).toBe(true);
});

test("of an entry of ten megabytes that is not read, no more is written than of any long answer", async () => {
  const { client, served } = await open(100_000);
  client.socket.pause();
  const group = { base: `cn=dept-d0-all,ou=groups,${WORLD_BASE}`, scope: "base", attributes: ["*"] } as const;
  client.send(request.search(2, group));
  while (served().writableLength < LIMITS.unsent) await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(served().writableLength).toBeLessThan(2 * LIMITS.unsent);
});
