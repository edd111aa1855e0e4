import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import fc from "fast-check";
import { ResultCodeError } from "ldapts";
import { afterEach, expect, test } from "vitest";
import { message, pageControl } from "../../../test/support/ldap-frames.ts";
import type { FoundEntry } from "../../core/ldap/provision/types.ts";
import { readPages } from "./paged-read.ts";

/** The id of the first page's request; the next page has the next one. */
const FIRST = 2 ** 30;
const UUID = "5d7b5b1e-0001-4000-8000-000000000000";

const open: (Server | Socket)[] = [];
afterEach(() => {
  for (const one of open.splice(0))
    if ("destroy" in one) one.destroy();
    else one.close();
});

interface Sent {
  readonly dn: string;
  readonly attributes: readonly (readonly [name: string, values: readonly string[]])[];
}

const entry = (id: number, { dn, attributes }: Sent) =>
  message(id, (writer) => {
    writer.start(0x64);
    writer.text(dn);
    writer.start(0x30);
    for (const [name, values] of attributes) {
      writer.start(0x30);
      writer.text(name);
      writer.start(0x31);
      for (const value of values) writer.text(value);
      writer.end();
      writer.end();
    }
    writer.end();
    writer.end();
  });
const reference = (id: number) =>
  message(id, (writer) => {
    writer.start(0x73);
    writer.text("ldap://elsewhere.example.com/ou=x");
    writer.end();
  });
const done = (id: number, { code = 0, text = "", cookie = null as string | null } = {}) =>
  message(
    id,
    (writer) => {
      writer.start(0x65);
      writer.enumerated(code);
      writer.text("");
      writer.text(text);
      writer.end();
    },
    cookie === null ? [] : [{ type: "1.2.3.4", critical: true }, pageControl(0, Buffer.from(cookie), false)],
  );

/** A server that answers the requests it gets, in their order, with these octets in pieces of this size; null: with nothing. */
async function serve(answers: readonly (Buffer | null)[], size = 65_536): Promise<Socket> {
  const left = [...answers];
  const server = createServer((socket) => {
    open.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", () => {
      const answer = left.shift();
      if (answer === undefined) socket.destroy();
      else if (answer) for (let at = 0; at < answer.length; at += size) socket.write(answer.subarray(at, at + size));
    });
  });
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as { port: number }).port, "127.0.0.1");
  open.push(socket);
  await once(socket, "connect");
  return socket;
}

async function readAll(socket: Socket, silenceMs = 5000): Promise<FoundEntry[]> {
  const entries: FoundEntry[] = [];
  await readPages(socket, { dn: "dc=x", attributes: ["*"], silenceMs }, (page) => entries.push(...page));
  return entries;
}

const text = fc.string({ unit: "grapheme", maxLength: 40 }).filter((one) => one.isWellFormed());
const sent: fc.Arbitrary<Sent> = fc.record({
  dn: text,
  attributes: fc
    .uniqueArray(
      fc.constantFrom("CN", "sn", "on", "objectClass", "mail;lang-de", "Größe", "entryUUID", "", "__proto__"),
      {
        selector: (name) => name.toLowerCase(),
      },
    )
    .chain((names) => fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.array(text, { maxLength: 3 }))))),
});

/** What is said of an entry, worked out the plain way. */
function expected({ dn, attributes }: Sent) {
  const all = Object.fromEntries(
    attributes
      .filter(([name, values]) => /^[a-z]/i.test(name) && values.length > 0)
      .map(([name, values]) => [name.toLowerCase(), values]),
  );
  const { entryuuid = [""], objectclass = [], ...rest } = all;
  return { dn, uuid: entryuuid[0], classes: objectclass, attributes: rest };
}

const shown = ({ dn, uuid, classes, attributes }: FoundEntry) => ({ dn, uuid, classes, attributes });

test("entries are read whatever their names and values, however they are cut, and what lies elsewhere is passed over", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(sent, { maxLength: 5 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 300 }),
      async (pages, size) => {
        const answers = pages.map((entries, at) => {
          const cookie = at < pages.length - 1 ? `page ${at + 1}` : at % 2 === 0 ? "" : null;
          const frames = entries.map((one) => entry(FIRST + at, one));
          return Buffer.concat([...frames, reference(FIRST + at), done(FIRST + at, { cookie })]);
        });
        const socket = await serve(answers, size);
        expect((await readAll(socket)).map(shown)).toEqual(pages.flat().map(expected));
        socket.destroy();
      },
    ),
    { numRuns: 60 },
  );
});

test("what a server refuses is the library's error, and the connection goes on being the library's", async () => {
  const socket = await serve([
    done(FIRST, { code: 32, text: "nothing there" }),
    Buffer.from("for whoever listened before"),
  ]);
  const heard: string[] = [];
  socket.on("data", (chunk) => heard.push(String(chunk)));
  const refused = await readAll(socket).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ResultCodeError);
  expect(refused).toMatchObject({ code: 32, message: expect.stringContaining("nothing there") });
  expect(heard).toEqual([]);
  socket.write("next");
  await once(socket, "data");
  expect(heard).toEqual(["for whoever listened before"]);
});

const one: Sent = {
  dn: "uid=a,dc=x",
  attributes: [
    ["entryUUID", [UUID]],
    ["cn", ["a"]],
  ],
};
const notice = message(0, (writer) => {
  writer.start(0x78);
  writer.enumerated(52);
  writer.text("");
  writer.text("");
  writer.end();
});

test.each([
  ["says nothing", [null], /no answer/],
  ["stops in the middle of a page", [entry(FIRST, one)], /no answer/],
  [
    "ends the connection",
    [Buffer.concat([entry(FIRST, one), done(FIRST, { cookie: "next" })])],
    /connection was closed/,
  ],
  ["takes its leave", [notice], /takes its leave/],
  ["answers what was not asked", [done(7)], /nothing that was asked/],
  ["sends what is no message", [Buffer.from("HTTP/1.1 400")], /not a message/],
  ["sends a length beyond everything", [Buffer.from("3084ffffffff", "hex")], /too large/],
  ["sends an entry longer than its message", [Buffer.from("3009020440000000647f00", "hex")], /beyond its parent/],
] as const)("a server that %s is given up with the connection", async (_, answers, reason) => {
  const socket = await serve(answers);
  await expect(readAll(socket, 100)).rejects.toThrow(reason);
  expect(socket.destroyed).toBe(true);
});

test("whatever octets of an answer are others, it is read or given up, and nothing else happens", async () => {
  const answer = Buffer.concat([entry(FIRST, one), entry(FIRST, one), done(FIRST)]);
  const change = fc.tuple(fc.nat(answer.length - 1), fc.integer({ min: 0, max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const octets = Buffer.from(answer);
      for (const [at, octet] of changes) octets[at] = octet;
      const socket = await serve([octets]);
      const read = await readAll(socket, 50).catch((error: unknown) => error as Error);
      if (Array.isArray(read)) for (const found of read) expect(shown(found).attributes).toBeDefined();
      else expect(read).toBeInstanceOf(Error);
      socket.destroy();
    }),
    { numRuns: 300 },
  );
});
