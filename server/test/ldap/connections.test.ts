import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { makeCertificate, type TestCertificate } from "../support/certificate.ts";
import { request, STARTTLS, WHOAMI } from "../support/ldap-frames.ts";
import { codeOf, dialLdap, entriesOf, type WireClient } from "../support/ldap-wire-client.ts";
import { makeWorld } from "../support/ldap-world.ts";
import {
  APP,
  APP_DN,
  APP_PASSWORD,
  type MemoryLdapOptions,
  openMemoryLdap,
  WORLD_BASE,
} from "../support/memory-ldap.ts";
import { staticTls } from "./ldap-stage.ts";

/** What one connection may do, and what it may not do to others (ldap.md 3.2, rules 1, 3, 4 and 10). */

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function open(options: MemoryLdapOptions = {}) {
  const stage = await openMemoryLdap(options);
  opened.push({
    close: async () => {
      await stage.close();
      expect(stage.faults).toEqual([]);
    },
  });
  const dial = async () => {
    const client = await dialLdap(stage.server.port);
    opened.push(client);
    return client;
  };
  const dialBound = async () => {
    const client = await dial();
    client.send(request.bind(1, APP_DN, APP_PASSWORD));
    expect(codeOf(await client.until(1))).toBe(0);
    return client;
  };
  return { ...stage, dial, dialBound };
}

describe("operations", () => {
  test("are answered in the order in which they came, each with its own number", async () => {
    const client = await (await open()).dialBound();
    const ids = Array.from({ length: 300 }, (_, at) => at + 2);
    client.send(...ids.map((id) => request.extended(id, WHOAMI)));
    expect((await client.until(301)).map(({ id }) => id)).toEqual(ids);
  });

  test("that were abandoned are not answered: neither the one under way nor one that waits", async () => {
    const tree = makeWorld(WORLD_BASE, { people: 20_000, departments: 3, groups: 2 });
    const client = await (await open({ tree })).dialBound();
    const scan = { base: WORLD_BASE, attributes: ["*"] };
    client.send(request.search(2, scan), request.search(3, scan), request.extended(4, WHOAMI));
    await once(client.socket, "data");
    client.send(request.abandon(5, 2), request.abandon(6, 3), request.extended(7, WHOAMI));
    const answers = await client.until(7);
    expect(answers.filter(({ kind }) => kind === "result").map(({ id }) => id)).toEqual([4, 7]);
    expect(entriesOf(answers).length).toBeLessThan(20_000);
  });

  test("are not waited for by whoever unbinds", async () => {
    const client = await (await open()).dialBound();
    client.send(request.search(2, { base: WORLD_BASE }), request.unbind(3));
    expect(await client.untilClosed()).toEqual([]);
  });

  test("wait in a queue that is full at some point: then nothing more is read, and in the end all are answered", async () => {
    const gate = Promise.withResolvers<void>();
    const { dial } = await open({
      bind: async () => {
        await gate.promise;
        return { kind: "bound", standing: { principal: () => APP } };
      },
    });
    const client = await dial();
    client.send(request.bind(1, APP_DN, "x"));
    const sent = await writeUntilFull(client.socket, request.extended(2, "1".repeat(60_000)));
    expect(sent).toBeLessThan(1_000);
    gate.resolve();
    client.send(request.extended(3, WHOAMI));
    expect(await client.until(3)).toHaveLength(1 + sent + 1);
  });
});

/** Writes the same bytes until nothing has been taken for a while; returns how often. */
async function writeUntilFull(socket: Socket, bytes: Buffer): Promise<number> {
  for (let count = 1; ; count++) {
    if (socket.write(bytes)) continue;
    const isFull = await Promise.race([once(socket, "drain").then(() => false), wait(200, true)]);
    if (isFull) return count;
  }
}

describe("messages", () => {
  test("have at most 64 KiB before a bind and 1 MiB after it", async () => {
    const { dial, dialBound } = await open();
    const around = request.extended(2, "1".repeat(200)).length - 200;
    const sized = (octets: number) => request.extended(2, "1".repeat(octets - around));
    const stranger = await dial();
    stranger.send(sized(64 * 1024));
    expect(codeOf(await stranger.until(2))).toBe(2);
    stranger.send(sized(64 * 1024 + 1));
    expect(await stranger.untilClosed()).toMatchObject([{ id: 0, code: 2 }]);
    const known = await dialBound();
    known.send(sized(1024 * 1024));
    expect(codeOf(await known.until(2))).toBe(2);
    known.send(sized(1024 * 1024 + 1));
    expect(await known.untilClosed()).toMatchObject([{ id: 0, code: 2 }]);
  });

  test.each([
    ["1,001 attributes", request.search(2, { attributes: Array.from({ length: 1001 }, () => "cn") })],
    ["33 controls", request.search(2, { controls: Array.from({ length: 33 }, () => ({ type: "1.2.3" })) })],
  ])("with %s end the connection", async (_name, frame) => {
    const client = await (await open()).dial();
    client.send(frame);
    expect(await client.untilClosed()).toMatchObject([{ id: 0, code: 2 }]);
  });
});

describe("long searches", () => {
  const tree = makeWorld(WORLD_BASE, { people: 20_000, departments: 3, groups: 2 });
  const everything = request.search(2, { base: WORLD_BASE, attributes: ["*", "+"] });

  test("of clients that read nothing do not keep those of others waiting", async () => {
    const stage = await open({ tree });
    for (let at = 0; at < 4; at++) {
      const client = await stage.dialBound();
      client.socket.pause();
      client.send(everything);
    }
    const client = await stage.dialBound();
    client.send(everything);
    expect(entriesOf(await client.until(2))).toHaveLength(5 + 3 + 6 + 2 + 20_000);
  });

  test("let others have their turn in between", async () => {
    const stage = await open({ tree });
    const [scanning, asking] = [await stage.dialBound(), await stage.dialBound()];
    const filter = { kind: "substrings", attribute: "sn", initial: null, any: ["nobody"], final: null } as const;
    let ended = false;
    scanning.send(...Array.from({ length: 5 }, (_, at) => request.search(2 + at, { base: WORLD_BASE, filter })));
    const scans = scanning.until(6).then(() => {
      ended = true;
    });
    asking.send(request.search(2, { base: WORLD_BASE, filter: { kind: "equal", attribute: "uid", value: "u7" } }));
    expect(entriesOf(await asking.until(2))).toHaveLength(1);
    expect(ended).toBe(false);
    await scans;
  });

  test("end with code 3 after what was found when the client's time is over", async () => {
    const stage = await open({ tree, limits: { unsent: 1 } });
    const client = await stage.dialBound();
    client.socket.pause();
    client.send(request.search(2, { base: WORLD_BASE, attributes: ["*"], timeLimit: 1 }));
    const until = performance.now() + 1_100;
    while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
    client.socket.resume();
    const answers = await client.until(2);
    expect(codeOf(answers)).toBe(3);
    expect(entriesOf(answers).length).toBeGreaterThan(0);
  });
});

describe("the number of connections", () => {
  const isOpen = async (client: WireClient) => {
    client.send(request.extended(2, WHOAMI));
    return client.until(2).then(
      () => true,
      () => false,
    );
  };

  test("of one address is 64, and one that leaves makes room", async () => {
    const { dial } = await open();
    const clients = await Promise.all(Array.from({ length: 64 }, dial));
    expect(await Promise.all(clients.map(isOpen))).toEqual(clients.map(() => true));
    expect(await isOpen(await dial())).toBe(false);
    clients[0]?.socket.end(request.unbind(3));
    await clients[0]?.untilClosed();
    expect(await isOpen(await dial())).toBe(true);
  });

  test("of an address on the list is that of all", async () => {
    const { dial } = await open({
      manyConnectionsFrom: "10.0.0.0/8, 127.0.0.0/8",
      limits: { connections: 80 },
    });
    const clients = await Promise.all(Array.from({ length: 80 }, dial));
    expect(await Promise.all(clients.map(isOpen))).toEqual(clients.map(() => true));
    expect(await isOpen(await dial())).toBe(false);
  });
});

describe.skipIf(!existsSync("/usr/bin/openssl"))("TLS", () => {
  let certificate: TestCertificate;
  const openSecure = async (options: MemoryLdapOptions = {}) => {
    certificate = await makeCertificate();
    opened.push({ close: () => certificate.remove() });
    return open({ ...options, tls: await staticTls(certificate) });
  };
  const upgrade = async (client: WireClient) => {
    client.send(request.extended(2, STARTTLS));
    expect(codeOf(await client.until(2))).toBe(0);
    return client.secure(await readFile(certificate.certificatePath, "utf8"));
  };

  test("that is required is asked for before any password, and not for the root DSE", async () => {
    const client = await (await openSecure({ requireTls: true })).dial();
    client.send(request.bind(1, APP_DN, APP_PASSWORD), request.bind(2, "", ""), request.search(3, { scope: "base" }));
    const codes = (await client.until(3)).flatMap((answer) => (answer.kind === "result" ? [answer.code] : []));
    expect(codes).toEqual([13, 0, 0]);
    const secured = await upgrade(client);
    secured.send(request.bind(1, APP_DN, APP_PASSWORD));
    expect(codeOf(await secured.until(1))).toBe(0);
  });

  test("begins with nobody bound, and once", async () => {
    const client = await (await openSecure()).dialBound();
    const secured = await upgrade(client);
    secured.send(request.search(3, { base: WORLD_BASE }), request.extended(4, STARTTLS));
    expect(await secured.until(4)).toMatchObject([{ code: 50 }, { code: 1 }]);
  });

  test("is not begun when anything lies behind the request: whole or half a message", async () => {
    const stage = await openSecure();
    for (const behind of [request.bind(3, "", ""), request.bind(3, "", "").subarray(0, 3)]) {
      const client = await stage.dial();
      client.send(request.extended(2, STARTTLS), behind);
      expect(await client.untilClosed()).toEqual([]);
    }
  });

  test("ends quietly when a client says goodbye in clear text", async () => {
    const stage = await openSecure();
    const client = await stage.dial();
    await upgrade(client);
    client.socket.write(request.unbind(3));
    await once(client.socket, "close");
    const next = await stage.dial();
    next.send(request.extended(2, WHOAMI));
    expect(codeOf(await next.until(2))).toBe(0);
  });

  test("must be begun in the time a message has, and counts as a connection until then", async () => {
    const stage = await openSecure({ limits: { messageMs: 200, connectionsOfOneAddress: 2 } });
    const dialSilently = () =>
      connect(stage.server.tlsPort ?? 0, "127.0.0.1")
        .resume()
        .on("error", () => undefined);
    const silent = [dialSilently(), dialSilently()];
    await Promise.all(silent.map((socket) => once(socket, "connect")));
    const refused = dialSilently();
    await once(refused, "close");
    expect(silent.map(({ destroyed }) => destroyed)).toEqual([false, false]);
    await Promise.all(silent.map((socket) => once(socket, "close")));
    const client = await stage.dial();
    client.send(request.bind(1, "", ""));
    expect(codeOf(await client.until(1))).toBe(0);
  });
});
