import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { collect, type Rehearsal, rehearse, type TrueUser } from "../../../test/support/feishu-emulator.ts";
import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { SourceUser } from "../../core/sync/snapshot.ts";

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse({ users: 260, departments: 40, memberships: 330, frozen: 3, exited: 2, shuffle: true });
});
afterAll(() => rehearsal.emulator.close());
afterEach(() => rehearsal.control("POST", "/reset", {}));

const sorted = (ids: readonly string[]) => [...ids].sort();

function stateOf({ status }: TrueUser): SourceUser["state"] {
  if (status["is_exited"]) return "exited";
  if (status["is_frozen"]) return "frozen";
  if (status["is_unjoin"]) return "not_joined";
  return status["is_activated"] ? "active" : "not_activated";
}

/** The parts of a person that the emulator's snapshot tells as well. */
const told = (user: SourceUser) => ({
  openId: user.openId,
  unionId: user.unionId,
  name: user.name,
  email: user.email,
  state: user.state,
  leader: user.leaderOpenId,
  departments: sorted(user.memberships.map(({ openDepartmentId }) => openDepartmentId)),
  primary: user.memberships.find(({ primary }) => primary)?.openDepartmentId ?? null,
});

const expected = (user: TrueUser) => ({
  openId: user.open_id,
  unionId: user.union_id,
  name: user.name.normalize("NFC").trim(),
  email: (user.email || user.enterprise_email)?.toLowerCase() ?? null,
  state: stateOf(user),
  leader: user.leader,
  departments: sorted(user.departments.filter((id) => id !== "0")),
  primary: user.primary === "0" ? null : user.primary,
});

const byId = <Item extends { readonly openId: string }>(items: readonly Item[]) =>
  [...items].sort((a, b) => (a.openId < b.openId ? -1 : 1));

/** A user group of the tenant; the control API names none, the platform's own list of a full range does. */
async function anyGroup(): Promise<string> {
  const { url, appId, appSecret } = rehearsal.emulator;
  const ask = async (path: string, init: RequestInit) =>
    (await (await fetch(`${url}/open-apis/${path}`, init)).json()) as never;
  const { tenant_access_token }: { tenant_access_token: string } = await ask("auth/v3/tenant_access_token/internal", {
    method: "POST",
    body: JSON.stringify({ app_id: appId, app_secret: appSecret }),
  });
  const headers = { authorization: `Bearer ${tenant_access_token}` };
  const { data }: { data: { group_ids: string[] } } = await ask("contact/v3/scopes?page_size=100", { headers });
  return data.group_ids[0] as string;
}

describe("reading everything", () => {
  test("brings every listed person and department once, as they are", async () => {
    const read = await collect(rehearsal.connect());
    const truth = await rehearsal.truth();
    expect(byId(read.users.map(told))).toEqual(byId(truth.users.filter(({ listed }) => listed).map(expected)));
    expect(
      read.departments
        .map(({ openDepartmentId, name, parentOpenDepartmentId, leaderOpenIds }) => ({
          open_department_id: openDepartmentId as string,
          name,
          parent: parentOpenDepartmentId ?? "0",
          leaders: leaderOpenIds,
        }))
        .sort((a, b) => (a.open_department_id < b.open_department_id ? -1 : 1)),
    ).toEqual(
      truth.departments
        .map(({ open_department_id, name, parent, leaders }) => ({
          open_department_id,
          name: name.trim(),
          parent,
          leaders,
        }))
        .sort((a, b) => (a.open_department_id < b.open_department_id ? -1 : 1)),
    );
  });

  test("is complete, proves the range to be everybody, and costs no more calls than it must", async () => {
    await rehearsal.control("DELETE", "/statistics");
    const read = await collect(rehearsal.connect());
    const statistics = await rehearsal.control<{ calls: number }>("GET", "/statistics");
    const minimum = await rehearsal.control<{ calls: { total: number } }>("GET", "/minimum");
    expect(read.coverage).toMatchObject({
      range: { mode: "all", departments: [], users: [] },
      departmentsExpected: 40,
      departmentsRead: 40,
      departmentsRefused: 0,
      usersRead: 260,
      unread: [],
      calls: statistics.calls,
    });
    expect(read.coverage.calls).toBeLessThanOrEqual(minimum.calls.total);
    expect(read.coverage.usersHint).toBeGreaterThanOrEqual(260);
  });

  test("goes level by level where a department is too big for one list", async () => {
    await rehearsal.control("PATCH", "/settings", { big_department: 5 });
    const read = await collect(rehearsal.connect());
    expect(read.departments).toHaveLength(40);
    expect(read.users).toHaveLength(260);
    expect(read.coverage.unread).toEqual([]);
  });

  test("of a tenant without anything is complete and empty", async () => {
    await rehearsal.control("POST", "/reset", {
      users: 0,
      departments: 0,
      memberships: 0,
      root_people: 0,
      frozen: 0,
      exited: 0,
    });
    const read = await collect(rehearsal.connect());
    expect(read.users).toEqual([]);
    expect(read.coverage).toMatchObject({ range: { mode: "all" }, usersRead: 0, unread: [] });
  });

  test("survives names of ten thousand characters", async () => {
    await rehearsal.control("POST", "/reset", { long_names: 3 });
    const read = await collect(rehearsal.connect());
    expect(read.users.filter(({ name }) => (name?.length ?? 0) >= 9_000)).toHaveLength(3);
    expect(read.coverage.unread).toEqual([]);
  });
});

describe("a partial range", () => {
  test("is read from the nodes it lists, with everything below them", async () => {
    await rehearsal.control("POST", "/reset", {});
    const { departments, users } = await rehearsal.truth();
    const top = departments.filter(({ parent }) => parent === "0").map((department) => department.open_department_id);
    const nested = departments.find(({ parent }) => parent === top[0]);
    const single = users.find((user) => user.listed && user.departments.includes("0"));
    const listed = [top[0], nested?.open_department_id, top[2]].filter((id) => id !== undefined);
    await rehearsal.control("PUT", "/range", { type: "some", department_ids: listed, user_ids: [single?.open_id] });
    const minimum = await rehearsal.control<{ calls: { total: number } }>("GET", "/minimum");

    const read = await collect(rehearsal.connect());
    const truth = await rehearsal.truth();
    const visible = truth.users.filter((user) => user.listed && user.in_range);
    expect(sorted(read.users.map(({ openId }) => openId))).toEqual(sorted(visible.map(({ open_id }) => open_id)));
    const visibleDepartments = truth.departments
      .filter(({ in_range }) => in_range)
      .map((one) => one.open_department_id);
    expect(sorted(read.departments.map(({ openDepartmentId }) => openDepartmentId))).toEqual(
      sorted(visibleDepartments),
    );
    expect(read.coverage).toMatchObject({
      range: { mode: "partial", departments: sorted(listed), users: [single?.open_id] },
      unread: [],
    });
    expect(read.coverage.calls).toBeLessThanOrEqual(minimum.calls.total);
  });

  test("that names nobody is complete and empty", async () => {
    await rehearsal.control("PUT", "/range", { type: "some" });
    const read = await collect(rehearsal.connect());
    expect(read.users).toEqual([]);
    expect(read.coverage).toMatchObject({ range: { mode: "partial", departments: [], users: [] }, unread: [] });
  });

  test("with a user group says that its members cannot be told", async () => {
    const { departments } = await rehearsal.truth();
    const top = departments.find(({ parent }) => parent === "0")?.open_department_id;
    const group = await anyGroup();
    await rehearsal.control("PUT", "/range", { type: "some", department_ids: [top], group_ids: [group] });
    const read = await collect(rehearsal.connect());
    expect(read.coverage.unread).toMatchObject([{ what: "user", key: group, code: "feishu_group_in_range" }]);
    expect(read.coverage.departmentsRefused).toBe(0);
  });

  test("works with go-ldap-admin's older permissions, which have no batch calls", async () => {
    await rehearsal.control("PUT", "/scopes", { set: "legacy" });
    const { departments, users } = await rehearsal.truth();
    const top = departments.filter(({ parent }) => parent === "0").map((department) => department.open_department_id);
    const single = users.find((user) => user.listed && user.departments.includes("0"));
    await rehearsal.control("PUT", "/range", { type: "some", department_ids: [top[0]], user_ids: [single?.open_id] });
    const read = await collect(rehearsal.connect());
    const visible = (await rehearsal.truth()).users.filter((user) => user.listed && user.in_range);
    expect(read.users).toHaveLength(visible.length);
    expect(read.coverage.unread).toEqual([]);
    expect(read.readable.user).toMatchObject({
      name: true,
      email: false,
      enterpriseEmail: true,
      mobile: true,
      state: true,
    });
  });
});

describe("what may not be read", () => {
  test("is told field by field, and is not taken for empty", async () => {
    await rehearsal.control("PATCH", "/scopes", {
      revoke: ["contact:user.employee:readonly", "contact:user.phone:readonly"],
    });
    const { readable, users } = await collect(rehearsal.connect());
    expect(readable.user).toEqual({
      name: true,
      nickname: true,
      email: true,
      enterpriseEmail: false,
      mobile: false,
      // Another permission shows that one as well.
      employeeNo: true,
      jobTitle: false,
      departments: true,
      leader: true,
      state: false,
    });
    expect(readable.attributes).toEqual(["avatar", "en_name", "mobile_visible"]);
    expect(new Set(users.map(({ state }) => state)).has("unknown")).toBe(true);
  });

  test("ends the reading where nothing at all may be read, naming the permission", async () => {
    await rehearsal.control("PUT", "/scopes", { set: "none" });
    await expect(collect(rehearsal.connect())).rejects.toMatchObject({
      code: "feishu_permission_missing",
      kind: "unauthorised",
      message: expect.stringContaining("contact:contact.base:readonly"),
    });
  });
});

describe("a narrow reading", () => {
  const full = () => collect(rehearsal.connect());

  test("of one department brings its subtree, its people and the departments above it", async () => {
    const everything = await full();
    const parents = new Map(everything.departments.map((one) => [one.openDepartmentId, one.parentOpenDepartmentId]));
    const isBelow = (id: OpenDepartmentId | null, top: OpenDepartmentId): boolean =>
      id !== null && (id === top || isBelow(parents.get(id) ?? null, top));
    const chosen = everything.departments.find(
      ({ parentOpenDepartmentId, openDepartmentId }) =>
        parentOpenDepartmentId !== null && [...parents.values()].includes(openDepartmentId),
    )?.openDepartmentId as OpenDepartmentId;

    const read = await collect(rehearsal.connect(), { kind: "department", openDepartmentId: chosen });
    const inside = everything.users.filter(({ memberships }) =>
      memberships.some((one) => isBelow(one.openDepartmentId, chosen)),
    );
    expect(byId(read.users)).toEqual(byId(inside));
    const wanted = [...parents.keys()].filter((id) => isBelow(id, chosen) || isBelow(chosen, id));
    expect(sorted(read.departments.map(({ openDepartmentId }) => openDepartmentId))).toEqual(sorted(wanted));
    expect(read.coverage.unread).toEqual([]);
  });

  test("of single people brings just them, as the full reading would, with their departments up to the root", async () => {
    const everything = await full();
    const chosen = everything.users.filter(({ memberships }) => memberships.length > 1).slice(0, 3);
    const read = await collect(rehearsal.connect(), { kind: "users", openIds: chosen.map(({ openId }) => openId) });
    expect(byId(read.users)).toEqual(byId(chosen));
    expect(read.readable).toEqual(everything.readable);
    const known = new Map(read.departments.map((one) => [one.openDepartmentId, one]));
    for (const { memberships } of chosen)
      for (const one of memberships) expect(known.has(one.openDepartmentId)).toBe(true);
    for (const { parentOpenDepartmentId } of known.values()) {
      if (parentOpenDepartmentId !== null) expect(known.has(parentOpenDepartmentId)).toBe(true);
    }
  });

  test("names people and departments that are not there", async () => {
    const nobody = await collect(rehearsal.connect(), { kind: "users", openIds: ["ou_nobody" as OpenId] });
    expect(nobody).toMatchObject({ users: [], confirmedAbsentUsers: ["ou_nobody"], coverage: { unread: [] } });
    const nothing = await collect(rehearsal.connect(), {
      kind: "department",
      openDepartmentId: "od-none" as OpenDepartmentId,
    });
    expect(nothing).toMatchObject({
      departments: [],
      confirmedAbsentDepartments: ["od-none"],
      coverage: { unread: [] },
    });
  });
});

test("an aborted reading stops with the signal's reason", async () => {
  const stop = new AbortController();
  const sink = { users: () => {}, departments: () => stop.abort(new Error("stopped by hand")) };
  const reading = rehearsal.connect().readContacts({ kind: "all" }, sink, { signal: stop.signal });
  await expect(reading).rejects.toThrow("stopped by hand");
});

test("progress is told page by page", async () => {
  const seen: string[] = [];
  const sink = { users: () => {}, departments: () => {} };
  await rehearsal.connect().readContacts({ kind: "all" }, sink, {
    signal: new AbortController().signal,
    onProgress: ({ phase, done, total }) => seen.push(`${phase} ${done}/${total}`),
  });
  expect(seen[0]).toBe("departments 40/null");
  expect(seen.at(-1)).toBe("users 41/41");
});
