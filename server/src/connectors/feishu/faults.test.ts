import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { collect, type Rehearsal, rehearse } from "../../../test/support/feishu-emulator.ts";
import type { OpenId } from "../../core/kernel/ids.ts";
import { isFailure } from "./failure.ts";

const TOKEN = "/open-apis/auth/v3/tenant_access_token/internal";
const PERMISSIONS = "/open-apis/application/v6/scopes";
const CHILDREN = "/open-apis/contact/v3/departments/*/children";
const MEMBERS = "/open-apis/contact/v3/users/find_by_department";
const RANGE = "/open-apis/contact/v3/scopes";
const DEPARTMENTS_BATCH = "/open-apis/contact/v3/departments/batch";
const USERS_BATCH = "/open-apis/contact/v3/users/batch";

const USERS = 120;
/** More than one page of them. */
const DEPARTMENTS = 60;

let rehearsal: Rehearsal;
let everybody: readonly string[];
beforeAll(async () => {
  rehearsal = await rehearse({ users: USERS, departments: DEPARTMENTS, memberships: 150 });
  everybody = (await collect(rehearsal.connect())).users.map(({ openId }) => openId).sort();
});
afterAll(() => rehearsal.emulator.close());
afterEach(() => rehearsal.control("DELETE", "/faults"));

/** Waits for long only where an answer will come. */
const connectFor = (kind: string) => rehearsal.connect({ timeoutMs: kind === "timeout" ? 150 : 5_000 });

/** Reads with a fault set. A reading that fails altogether is null. */
async function readWith(fault: { readonly kind: string; readonly path: string; readonly [more: string]: unknown }) {
  const { id } = await rehearsal.control<{ id: string }>("POST", "/faults", fault);
  const read = await collect(connectFor(fault.kind)).catch((error: unknown) => {
    if (isFailure(error)) return null;
    throw error;
  });
  const faults = await rehearsal.control<readonly { id: string; fired: number }[]>("GET", "/faults");
  return { read, fired: faults.find((one) => one.id === id)?.fired ?? 0 };
}

const passing = [
  { kind: "http_500" },
  { kind: "timeout" },
  { kind: "reset" },
  { kind: "truncated" },
  { kind: "cut_json" },
  { kind: "not_utf8" },
  { kind: "code", code: 40003 },
  { kind: "rate_limited", reset_seconds: 0.05 },
] as const;

/** Token and permissions are asked for once or twice only. */
const places = [
  { path: TOKEN, moments: ["first"] },
  { path: PERMISSIONS, moments: ["first", 2] },
  { path: CHILDREN, moments: ["first", 2] },
  { path: MEMBERS, moments: ["first", "middle", "last"] },
] as const;

describe.each(places)("trouble that passes on $path", ({ path, moments }) => {
  test.each(passing.flatMap((fault) => moments.map((nth) => ({ ...fault, nth }))))(
    "$kind at the $nth call costs nobody",
    async (fault) => {
      const { read, fired } = await readWith({ ...fault, path });
      expect(fired).toBe(1);
      expect(read?.coverage.unread).toEqual([]);
      expect(read?.users.map(({ openId }) => openId).sort()).toEqual(everybody);
      expect(read?.departments).toHaveLength(DEPARTMENTS);
    },
  );
});

describe.each([CHILDREN, MEMBERS])("lists that misbehave on %s", (path) => {
  test.each(["expired_page_token", "repeated_page_token", "empty_page"])("%s costs nobody", async (kind) => {
    const { read, fired } = await readWith({ kind, path, nth: "first" });
    // Few departments here have a second page of people.
    if (path === CHILDREN) expect(fired).toBe(1);
    expect(read?.coverage.unread).toEqual([]);
    expect(read?.users.map(({ openId }) => openId).sort()).toEqual(everybody);
    expect(read?.departments).toHaveLength(DEPARTMENTS);
  });
});

describe("trouble that stays", () => {
  test.each(passing.filter(({ kind }) => kind !== "rate_limited").map((fault) => fault.kind))(
    "%s on every list of members leaves every one of them unread",
    async (kind) => {
      const fault = passing.find((one) => one.kind === kind);
      const { read } = await readWith({ ...fault, kind, path: MEMBERS, nth: "every" });
      expect(read?.users).toEqual([]);
      expect(read?.coverage.departmentsRefused).toBe(DEPARTMENTS);
      expect(read?.coverage.unread).toHaveLength(DEPARTMENTS + 1);
      // It gives up instead of trying every department four times.
      expect(read?.coverage.calls).toBeLessThan(DEPARTMENTS * 3);
    },
  );

  test("on the first list of departments means that nothing could be read", async () => {
    expect((await readWith({ kind: "http_500", path: CHILDREN, nth: "every" })).read).toBeNull();
  });

  test("on a later page of departments leaves the tree unread and reads what is known", async () => {
    const { read } = await readWith({ kind: "http_500", path: CHILDREN, nth: 2, count: 100 });
    expect(read?.departments).toHaveLength(50);
    expect(read?.coverage.unread).toMatchObject([{ what: "department_tree", key: "0", code: "feishu_server_error" }]);
    expect(read?.coverage.range.mode).toBe("all");
  });

  test("a code nobody knows on one list leaves that list unread and no other", async () => {
    const { read } = await readWith({ kind: "code", code: 777, path: MEMBERS, nth: "middle" });
    expect(read?.coverage.unread).toMatchObject([{ what: "department_members", code: "feishu_request_refused" }]);
    expect(read?.coverage.departmentsRefused).toBe(1);
    expect(read?.coverage.unread[0]?.message).toContain("code 777");
  });

  test("page tokens that never work leave the tree unread", async () => {
    const { read } = await readWith({ kind: "expired_page_token", path: CHILDREN, nth: "every" });
    expect(read?.coverage.unread).toMatchObject([{ what: "department_tree", code: "feishu_page_token_invalid" }]);
  });

  test.each(["reset", "http_500"])("%s on the permissions leaves readability to what is seen", async (kind) => {
    const { read } = await readWith({ kind, path: PERMISSIONS, nth: "every" });
    expect(read?.coverage.unread).toEqual([]);
    expect(read?.readable.user).toMatchObject({ name: true, email: true, state: true, mobile: true });
  });
});

describe("in the middle of a reading", () => {
  afterEach(() => rehearsal.control("POST", "/reset", {}));

  test("a department that vanishes is unread, and its people are not taken for gone", async () => {
    const { read } = await readWith({ kind: "vanish", path: MEMBERS, nth: "middle" });
    expect(read?.coverage.unread.length).toBeGreaterThan(0);
    for (const unread of read?.coverage.unread ?? []) {
      expect(unread).toMatchObject({ what: "department_members", code: "feishu_department_gone" });
    }
  });

  test("a quota that runs out stops the calls and leaves the rest unread", async () => {
    await rehearsal.control("PATCH", "/app", { quota_left: 20 });
    const read = await collect(rehearsal.connect());
    expect(read.coverage.unread.length).toBeGreaterThan(20);
    expect(new Set(read.coverage.unread.map(({ code }) => code))).toEqual(new Set(["feishu_quota_exhausted"]));
    expect(read.coverage.calls).toBeLessThan(20 + 40);
    expect(read.users.length).toBeGreaterThan(0);
  });

  test("a range that shrinks to nobody leaves what was not read yet unread", async () => {
    const connector = rehearsal.connect();
    const users: unknown[] = [];
    const read = await connector.readContacts(
      { kind: "all" },
      {
        departments: async () => void (await rehearsal.control("PUT", "/range", { type: "some" })),
        users: (batch) => void users.push(...batch),
      },
      { signal: new AbortController().signal },
    );
    expect(users.length).toBe(read.coverage.usersRead);
    expect(read.coverage.unread.map(({ what }) => what)).toContain("root_members");
    expect(read.coverage.departmentsRead + read.coverage.unread.length).toBe(DEPARTMENTS + 1);
  });

  test("a permission that is withdrawn makes its fields unreadable, whoever still showed them", async () => {
    const connector = rehearsal.connect();
    let seen = 0;
    const read = await connector.readContacts(
      { kind: "all" },
      {
        departments: () => {},
        users: async (batch) => {
          seen += batch.length;
          // Once everybody was read and handed on, it is too late to matter.
          if (seen === everybody.length)
            await rehearsal.control("PATCH", "/scopes", { revoke: ["contact:user.email:readonly"] });
        },
      },
      { signal: new AbortController().signal },
    );
    expect(read.readable.user.email).toBe(true);
    const later = await connector.readContacts(
      { kind: "all" },
      {
        departments: async () =>
          void (await rehearsal.control("PATCH", "/scopes", { revoke: ["contact:user.phone:readonly"] })),
        users: () => {},
      },
      { signal: new AbortController().signal },
    );
    expect(later.readable.user).toMatchObject({ email: false, mobile: false, name: true });
  });

  test("a token that is refused is renewed once, by all callers together", async () => {
    const connector = rehearsal.connect();
    await rehearsal.control("DELETE", "/statistics");
    const { id } = await rehearsal.control<{ id: string }>("POST", "/faults", {
      kind: "token_invalid",
      path: MEMBERS,
      nth: "middle",
    });
    const read = await collect(connector);
    expect(id).toBeTypeOf("string");
    expect(read.users).toHaveLength(USERS);
    expect(read.coverage.unread).toEqual([]);
    const { per_api } = await rehearsal.control<{ per_api: Record<string, { calls: number }> }>("GET", "/statistics");
    expect(per_api[`POST ${TOKEN}`]?.calls).toBe(2);
  });
});

describe.each([RANGE, DEPARTMENTS_BATCH, USERS_BATCH])("a partial range with trouble on %s", (path) => {
  afterEach(() => rehearsal.control("POST", "/reset", {}));

  const partial = async () => {
    const { departments, users } = await rehearsal.truth();
    const top = departments.find(({ parent }) => parent === "0")?.open_department_id;
    const single = users.find((user) => user.listed && user.departments.includes("0"));
    await rehearsal.control("PUT", "/range", { type: "some", department_ids: [top], user_ids: [single?.open_id] });
    return (await rehearsal.truth()).users
      .filter((user) => user.listed && user.in_range)
      .map((user) => user.open_id as OpenId);
  };

  test.each(passing)("$kind once costs nobody", async (fault) => {
    const visible = await partial();
    const { read, fired } = await readWith({ ...fault, path, nth: "first" });
    expect(fired).toBe(1);
    expect(read?.users.map(({ openId }) => openId).sort()).toEqual(visible.sort());
    expect(read?.coverage.unread).toEqual([]);
  });

  test("that stays is told, or ends the reading", async () => {
    await partial();
    const { read } = await readWith({ kind: "http_500", path, nth: "every" });
    if (path === RANGE) expect(read).toBeNull();
    else expect(read?.coverage.unread).toHaveLength(1);
  });
});
