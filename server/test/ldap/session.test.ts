import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BerReader } from "../../src/platform/ldap-wire/ber-reader.ts";
import { BerWriter } from "../../src/platform/ldap-wire/ber-writer.ts";
import { Framer } from "../../src/platform/ldap-wire/framer.ts";
import { BASE, openLdapStage, PASSWORD } from "./ldap-stage.ts";

/** What no well-behaved client sends, and what must be answered in time. */

let stage: Awaited<ReturnType<typeof openLdapStage>>;
beforeAll(async () => {
  stage = await openLdapStage({ limits: { messageMs: 100, connectionsOfOneAddress: 8 } });
});
afterAll(() => stage.close());

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ""), "hex");

async function dial(): Promise<Socket> {
  const socket = connect(stage.server.port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

/** Everything until the server closes. */
async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "close");
  return Buffer.concat(chunks);
}

/** The result codes of the answers, by message ID. */
function codesOf(bytes: Buffer): readonly (readonly [id: number, tag: number, code: number])[] {
  const framer = new Framer();
  framer.push(bytes);
  const found: [number, number, number][] = [];
  for (let frame = framer.next(1e6); frame; frame = framer.next(1e6)) {
    const reader = new BerReader(frame);
    reader.open(0x30);
    const id = reader.integer();
    const tag = reader.peek();
    reader.open(tag);
    found.push([id, tag, tag === 0x64 ? -1 : reader.integer(0x0a)]);
  }
  return found;
}

function bind(id: number, name: string, password: string, version = 3): Buffer {
  const writer = new BerWriter();
  writer.start(0x30);
  writer.integer(id);
  writer.start(0x60);
  writer.integer(version);
  writer.text(name);
  writer.text(password, 0x80);
  writer.end();
  writer.end();
  return writer.take();
}

function search(id: number, filter = "uid"): Buffer {
  const writer = new BerWriter();
  writer.start(0x30);
  writer.integer(id);
  writer.start(0x63);
  writer.text(BASE);
  writer.enumerated(2);
  writer.enumerated(0);
  writer.integer(0);
  writer.integer(0);
  writer.octets(hex("00"), 0x01);
  writer.text(filter, 0x87);
  writer.start(0x30);
  writer.end();
  writer.end();
  writer.end();
  return writer.take();
}

const me = `uid=li.wei,ou=people,${BASE}`;

test.each([
  ["an anonymous bind is let be", bind(1, "", ""), 0],
  ["a name without a password is refused, since clients take it for a login", bind(1, me, ""), 53],
  ["another version is refused", bind(1, me, PASSWORD, 2), 2],
  ["a name that is none is said to be", bind(1, "nope", "x"), 34],
  ["SASL is not offered", hex("3015 020101 6010 020103 0400 a309 0405 504c41494e 0400"), 7],
])("%s", async (_name, frame, code) => {
  const socket = await dial();
  const answered = once(socket, "data");
  socket.write(frame);
  const [bytes] = (await answered) as [Buffer];
  socket.destroy();
  expect(codesOf(bytes)).toEqual([[1, 0x61, code]]);
});

test("bytes that are no message get a notice of disconnection and the end", async () => {
  const socket = await dial();
  socket.write("GET / HTTP/1.1\r\n\r\n");
  const bytes = await readAll(socket);
  expect(codesOf(bytes)).toEqual([[0, 0x78, 2]]);
  expect(bytes.toString("latin1")).toContain("1.3.6.1.4.1.1466.20036");
});

test("more than 64 KiB are not taken before a bind", async () => {
  const socket = await dial();
  socket.write(hex("3084 00010000"));
  expect(codesOf(await readAll(socket))).toEqual([[0, 0x78, 2]]);
});

test("whoever does not finish a message is cut off", async () => {
  const socket = await dial();
  socket.write(hex("3050 0201"));
  expect(await readAll(socket)).toHaveLength(0);
});

test("a bind that fails leaves nobody bound", async () => {
  const socket = await dial();
  const found = new Promise<Buffer>((resolve) => {
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      if (codesOf(all).some(([id, tag]) => id === 4 && tag === 0x65)) resolve(all);
    });
  });
  socket.write(Buffer.concat([bind(1, me, PASSWORD), search(2), bind(3, me, "wrong"), search(4)]));
  const codes = codesOf(await found);
  socket.destroy();
  expect(codes).toEqual([
    [1, 0x61, 0],
    [2, 0x64, -1],
    [2, 0x65, 0],
    [3, 0x61, 49],
    [4, 0x65, 50],
  ]);
});

test("StartTLS is refused without a certificate", async () => {
  const socket = await dial();
  const answered = once(socket, "data");
  const writer = new BerWriter();
  writer.start(0x30);
  writer.integer(1);
  writer.start(0x77);
  writer.text("1.3.6.1.4.1.1466.20037", 0x80);
  writer.end();
  writer.end();
  socket.write(writer.take());
  const [bytes] = (await answered) as [Buffer];
  socket.destroy();
  expect(codesOf(bytes)).toEqual([[1, 0x78, 2]]);
});

test("an account is locked after five wrong passwords, the right one included", async () => {
  const other = `uid=wang.na,ou=people,${BASE}`;
  const codes: number[] = [];
  for (let attempt = 0; attempt < 6; attempt++) {
    const socket = await dial();
    const answered = once(socket, "data");
    socket.write(bind(1, other, attempt < 5 ? "wrong" : PASSWORD));
    const [bytes] = (await answered) as [Buffer];
    socket.destroy();
    codes.push(codesOf(bytes)[0]?.[2] ?? -1);
  }
  expect(codes).toEqual([49, 49, 49, 49, 49, 49]);
});

test("a password must be changed before LDAP takes it, and disabling ends a bind that was just verified", async () => {
  const change = async (values: string) => {
    await stage.database.pool.query(`update directory_user set ${values} where username = 'li.wei'`);
    // What the next question to the database tells, a moment later.
    await stage.binds.standings.check();
  };
  const bindOnce = async () => {
    const socket = await dial();
    const answered = once(socket, "data");
    socket.write(bind(1, me, PASSWORD));
    const [bytes] = (await answered) as [Buffer];
    socket.destroy();
    return codesOf(bytes)[0]?.[2];
  };
  expect(await bindOnce()).toBe(0);
  await change("password_must_change = true");
  expect(await bindOnce()).toBe(49);
  await change("password_must_change = false");
  expect(await bindOnce()).toBe(0);
  await change("status = 'disabled', disabled_by = 'operator'");
  expect(await bindOnce()).toBe(49);
});

test("one address has only so many connections", async () => {
  const held = await Promise.all(Array.from({ length: 12 }, dial));
  const states = held.map((socket) => once(socket, "close"));
  await Promise.all(states.slice(8));
  expect(held.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(8);
  for (const socket of held) socket.destroy();
});

test("nothing of all this was a fault of ours", () => {
  expect(stage.faults).toEqual([]);
});
