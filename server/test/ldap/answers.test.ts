import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { RESPONSE } from "../../src/protocols/ldap/wire/messages.ts";
import {
  type Answer,
  EVERYTHING,
  pageControl,
  request,
  type TestControl,
  type TestSearch,
  WHOAMI,
} from "../support/ldap-frames.ts";
import { codeOf, dialLdap, entriesOf, type WireClient } from "../support/ldap-wire-client.ts";
import { APP_DN, APP_PASSWORD, openMemoryLdap, WORLD_BASE } from "../support/memory-ldap.ts";

/** What is answered to whom (ldap.md 3.2, rules 5 to 8), down to the spelling. */

let server: Awaited<ReturnType<typeof openMemoryLdap>>;
const clients: WireClient[] = [];
beforeAll(async () => {
  server = await openMemoryLdap();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

async function dial(): Promise<WireClient> {
  const client = await dialLdap(server.server.port);
  clients.push(client);
  return client;
}

async function dialBound(): Promise<WireClient> {
  const client = await dial();
  client.send(request.bind(1, APP_DN, APP_PASSWORD));
  expect(codeOf(await client.until(1))).toBe(0);
  return client;
}

async function ask(client: WireClient, asked: TestSearch): Promise<readonly Answer[]> {
  client.send(request.search(9, { base: WORLD_BASE, ...asked }));
  return client.until(9);
}

const U3 = `uid=u3,ou=people,${WORLD_BASE}`;
const equal = (attribute: string, value: string) => ({ kind: "equal", attribute, value }) as const;

test("a class is found by its number as by its name, and so are attributes", async () => {
  const client = await dialBound();
  const count = async (attribute: string, value: string) =>
    entriesOf(await ask(client, { filter: equal(attribute, value) })).length;
  const people = await count("objectClass", "inetOrgPerson");
  expect(people).toBe(20);
  expect(await count("objectClass", "2.16.840.1.113730.3.2.2")).toBe(people);
  expect(await count("2.5.4.0", "2.5.6.6")).toBe(people);
  expect(await count("structuralObjectClass", "2.16.840.1.113730.3.2.2")).toBe(people);
  expect(await count("objectClass", "1.2.3.4")).toBe(0);
  client.send(request.compare(10, U3, "2.5.4.0", "1.3.6.1.1.1.2.0"));
  expect(codeOf(await client.until(10))).toBe(6);
});

test("a search gets as many entries as we give at once, or all of them in pages", async () => {
  const limited = await openMemoryLdap({ sizeLimit: 5 });
  const client = await dialLdap(limited.server.port);
  try {
    client.send(request.bind(1, APP_DN, APP_PASSWORD));
    await client.until(1);
    const people = { base: WORLD_BASE, filter: equal("objectClass", "person") };
    const ended = async (asked: TestSearch) => {
      client.send(request.search(2, asked));
      const answers = await client.until(2);
      return [entriesOf(answers).length, codeOf(answers)];
    };
    expect(await ended(people)).toEqual([5, 4]);
    expect(await ended({ ...people, sizeLimit: 3 })).toEqual([3, 4]);
    expect(await ended({ ...people, sizeLimit: 30 })).toEqual([5, 4]);
    expect(await ended({ ...people, filter: equal("uid", "u3") })).toEqual([1, 0]);
    expect(await ended({ ...people, controls: [pageControl(8)] })).toEqual([8, 0]);
    expect(await ended({ ...people, controls: [pageControl(100)] })).toEqual([20, 0]);
  } finally {
    client.close();
    await limited.close();
  }
});

describe("the attributes of an entry", () => {
  const of = async (...attributes: string[]) => {
    const [entry] = entriesOf(await ask(await dialBound(), { filter: equal("uid", "u3"), attributes }));
    return entry?.attributes ?? {};
  };

  test("asked by mail and by its alias email both come back, each in the spelling it was asked in", async () => {
    expect(await of("MaIl", "email", "2.5.4.3", "SURNAME")).toEqual({
      MaIl: ["u3@example.com"],
      email: ["u3@example.com"],
      "2.5.4.3": ["u3"],
      SURNAME: ["张伟 🙂"],
    });
  });

  test("are all user attributes and memberOf for * and for no name at all, and operational ones only for +", async () => {
    const [star, nothing, plus] = [await of("*"), await of(), await of("+")];
    expect(nothing).toEqual(star);
    expect(star).toMatchObject({ uid: ["u3"], memberOf: expect.arrayContaining([expect.stringMatching(/^cn=/)]) });
    for (const hidden of ["entryUUID", "email", "sAMAccountName", "userPassword"])
      expect(star).not.toHaveProperty(hidden);
    expect(Object.keys(plus).sort()).toEqual(
      [
        ...["createTimestamp", "entryDN", "entryUUID", "hasSubordinates", "memberOf"],
        ...["modifyTimestamp", "structuralObjectClass", "subschemaSubentry"],
      ].sort(),
    );
  });

  test("are none for 1.1, unless others are named beside it", async () => {
    expect(await of("1.1")).toEqual({});
    expect(await of("1.1", "uid")).toEqual({ uid: ["u3"] });
  });

  test("have no values when only types are asked for, and none of them is ever empty otherwise", async () => {
    const client = await dialBound();
    const [bare] = entriesOf(
      await ask(client, { filter: equal("uid", "u3"), typesOnly: true, attributes: ["uid", "mail"] }),
    );
    expect(bare?.attributes).toEqual({ uid: [], mail: [] });
    for (const entry of entriesOf(await ask(client, { attributes: ["*", "+", "email", "sAMAccountName"] })))
      for (const [name, values] of Object.entries(entry.attributes))
        expect([entry.dn, name, values.length > 0, values.includes("")]).toEqual([entry.dn, name, true, false]);
  });

  test("that nobody knows, an empty name and one with an option are passed over", async () => {
    expect(await of("", "nonsense", "userCertificate;binary", "uid")).toEqual({ uid: ["u3"] });
  });
});

describe("filters", () => {
  const found = async (filter: TestSearch["filter"]) =>
    entriesOf(await ask(await dialBound(), { filter, attributes: ["1.1"] } as TestSearch)).map(({ dn }) => dn);

  test("and and or without parts are true and false", async () => {
    expect(await found({ kind: "and", parts: [] })).toHaveLength(5 + 3 + 3 * 2 + 2 + 20);
    expect(await found({ kind: "or", parts: [] })).toEqual([]);
  });

  test("an attribute nobody knows is neither there nor not there", async () => {
    const unknown = equal("nonsense", "x");
    expect(await found(unknown)).toEqual([]);
    expect(await found({ kind: "not", part: unknown })).toEqual([]);
    expect(await found({ kind: "or", parts: [unknown, equal("uid", "u3")] })).toEqual([U3]);
  });

  test("changes since a time are found as Keycloak and SSSD ask for them", async () => {
    const since = (value: string) =>
      found({
        kind: "and",
        parts: [equal("objectClass", "person"), { kind: "atLeast", attribute: "modifyTimestamp", value }],
      });
    expect(await since("20260301000000Z")).toHaveLength(20);
    expect(await since("20260301000000.0Z")).toHaveLength(20);
    expect(await since("20260301080000+0800")).toHaveLength(20);
    expect(await since("20260301000001Z")).toEqual([]);
  });

  test("a chain of groups is asked for as Active Directory has it", async () => {
    const everybody = `cn=dept-d0-all,ou=groups,${WORLD_BASE}`;
    const chain = {
      kind: "extensible",
      rule: "1.2.840.113556.1.4.1941",
      value: everybody,
      dnAttributes: false,
    } as const;
    expect(await found({ ...chain, attribute: "memberOf" })).toHaveLength(20);
    expect(await found({ ...chain, attribute: "uid" })).toEqual([]);
  });
});

describe("results", () => {
  test.each<[string, Buffer, number, number]>([
    ["an unknown extended operation is 2", request.extended(2, "1.2.3.4"), RESPONSE.extended, 2],
    ["a write is 53", request.delete(2, U3), RESPONSE.delete, 53],
    ["a base that is not there is 32", request.search(2, { base: `ou=nope,${WORLD_BASE}` }), RESPONSE.searchDone, 32],
    ["a base that is no name is 34", request.search(2, { base: "nope" }), RESPONSE.searchDone, 34],
    ["comparing an attribute nobody knows is 17", request.compare(2, U3, "nonsense", "x"), RESPONSE.compare, 17],
    ["comparing one the entry has not is 16", request.compare(2, U3, "seeAlso", "x"), RESPONSE.compare, 16],
    [
      "comparing an entry that is not there is 32",
      request.compare(2, `uid=x,${WORLD_BASE}`, "uid", "x"),
      RESPONSE.compare,
      32,
    ],
    ["comparing what is no value is 5", request.compare(2, U3, "uidNumber", "x"), RESPONSE.compare, 5],
  ])("%s", async (_name, frame, tag, code) => {
    const client = await dialBound();
    client.send(frame);
    expect(await client.until(2)).toMatchObject([{ tag, code }]);
  });

  test("a base that is not there names what is above it, to those who may see that", async () => {
    const asked = { base: `uid=x,ou=nope,ou=people,${WORLD_BASE}` };
    expect(await ask(await dialBound(), asked)).toMatchObject([{ code: 32, matchedDn: `ou=people,${WORLD_BASE}` }]);
    expect(await ask(await dial(), asked)).toMatchObject([{ code: 50, matchedDn: "" }]);
  });

  const critical: TestControl[] = [{ type: "1.2.3.4", critical: true }];
  test.each<[string, Buffer, number]>([
    ["bind", request.bind(2, APP_DN, APP_PASSWORD, { controls: critical }), RESPONSE.bind],
    ["search", request.search(2, { controls: critical }), RESPONSE.searchDone],
    ["compare", request.compare(2, U3, "uid", "u3", critical), RESPONSE.compare],
    ["delete", request.delete(2, U3, critical), RESPONSE.delete],
    ["extended", request.extended(2, WHOAMI, critical), RESPONSE.extended],
  ])("a critical control nobody knows is 12 for %s", async (_name, frame, tag) => {
    const client = await dialBound();
    client.send(frame);
    expect(await client.until(2)).toMatchObject([{ tag, code: 12 }]);
  });

  test("a control nobody knows that is not critical changes nothing", async () => {
    const controls = [{ type: "1.3.6.1.4.1.42.2.27.8.5.1" }];
    expect(codeOf(await ask(await dialBound(), { controls, filter: equal("uid", "u3") }))).toBe(0);
  });

  test("whoever binds anew is nobody until it went well, whatever the client goes on to ask", async () => {
    const client = await dialBound();
    client.send(request.bind(2, APP_DN, "wrong"), request.search(3, { base: WORLD_BASE }), request.extended(4, WHOAMI));
    const answers = await client.until(4);
    expect(answers.map((answer) => answer.kind === "result" && answer.code)).toEqual([49, 50, 0]);
  });
});

describe("pages", () => {
  const pageOf = async (client: WireClient, size: number, cookie: Buffer, asked: TestSearch = {}) => {
    const answers = await ask(client, {
      filter: equal("objectClass", "person"),
      attributes: ["uid"],
      ...asked,
      controls: [pageControl(size, cookie)],
    });
    const last = answers.at(-1);
    if (last?.kind !== "result") throw new Error("no result");
    return {
      uids: entriesOf(answers).map(({ attributes }) => attributes["uid"]?.[0]),
      code: last.code,
      cookie: last.cookie,
    };
  };
  const FIRST = Buffer.alloc(0);

  test("follow each other without a gap, however the pages are cut, and the last one has no cookie", async () => {
    const client = await dialBound();
    const uids: (string | undefined)[] = [];
    let cookie: Buffer | null = FIRST;
    for (const size of [1, 7, 100]) {
      const page = await pageOf(client, size, cookie ?? FIRST);
      uids.push(...page.uids);
      cookie = page.cookie;
    }
    expect(uids).toEqual(Array.from({ length: 20 }, (_, at) => `u${at}`));
    expect(cookie).toHaveLength(0);
  });

  test("may be gone on with on another connection, since nothing is kept", async () => {
    const first = await pageOf(await dialBound(), 19, FIRST);
    const second = await pageOf(await dialBound(), 19, first.cookie ?? FIRST);
    expect(second).toMatchObject({ uids: ["u19"], code: 0 });
  });

  test("end when the client asks for a page of nothing", async () => {
    const client = await dialBound();
    const { cookie } = await pageOf(client, 3, FIRST);
    expect(await pageOf(client, 0, cookie ?? FIRST)).toEqual({ uids: [], code: 0, cookie: Buffer.alloc(0) });
  });

  test("refuse the cookie of another search, and one nobody gave out", async () => {
    const client = await dialBound();
    const { cookie } = await pageOf(client, 3, FIRST);
    expect(await pageOf(client, 3, cookie ?? FIRST, { attributes: ["cn"] })).toMatchObject({ uids: [], code: 53 });
    expect(await pageOf(client, 3, cookie ?? FIRST, { filter: EVERYTHING })).toMatchObject({ uids: [], code: 53 });
    expect(await pageOf(client, 3, Buffer.from("made up"))).toMatchObject({ uids: [], code: 53 });
  });

  test("are counted together for a size limit", async () => {
    const client = await dialBound();
    const asked = { sizeLimit: 5 };
    const first = await pageOf(client, 3, FIRST, asked);
    expect(first).toMatchObject({ uids: ["u0", "u1", "u2"], code: 0 });
    expect(await pageOf(client, 3, first.cookie ?? FIRST, asked)).toMatchObject({ uids: ["u3", "u4"], code: 4 });
    expect(await pageOf(client, 100, FIRST, { sizeLimit: 20 })).toMatchObject({ code: 0 });
  });

  test("without saying which page is no request", async () => {
    const client = await dialBound();
    client.send(request.search(2, { controls: [{ type: "1.2.840.113556.1.4.319", critical: true }] }));
    expect(await client.untilClosed()).toMatchObject([{ id: 0, code: 2 }]);
  });
});
