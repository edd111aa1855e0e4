import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readAll, readSnapshot } from "./support/caller.ts";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller({ users: 200, departments: 30, resigned: 2 });
});
beforeEach(() => caller.control("POST", "/reset"));
afterAll(() => caller.emulator.close());

const members = async (id: string) =>
  (await readAll(caller, `/contact/v3/users/find_by_department?department_id=${id}`)).map((item) => item.open_id);
const read = async (id: string) => (await caller.get(`/contact/v3/users/${id}`)).json.data.user;

describe("people", () => {
  test("are hired into departments, edited, moved, and seen at once", async () => {
    const { departments } = await readSnapshot(caller);
    const [first, second] = departments.map((department) => department.open_department_id);
    const hired = (
      await caller.control("POST", "/users", {
        name: "新人",
        email: "new@example.com",
        departments: [first],
        user_id: "new.one",
      })
    ).json;
    expect(await members(first)).toContain(hired.open_id);
    await caller.control("PATCH", "/users/new.one", { name: "改名", departments: [second, first], email: null });
    expect(await members(second)).toContain(hired.open_id);
    const record = await read(hired.open_id);
    expect(record).toMatchObject({ name: "改名", department_ids: [second, first], user_id: "new.one" });
    expect(record.email).toBeUndefined();
    expect(record.orders[0].is_primary_dept).toBe(true);
  });

  test("freeze and thaw, leave and are restored with the same ids and departments", async () => {
    const { users } = await readSnapshot(caller);
    const user = users.find((candidate) => candidate.email && candidate.departments[0] !== "0");
    await caller.control("POST", `/users/${user.email}/freeze`);
    expect((await read(user.open_id)).status.is_frozen).toBe(true);
    await caller.control("POST", `/users/${user.union_id}/thaw`);
    await caller.control("POST", `/users/${user.user_id}/exit`);
    expect((await read(user.open_id)).status).toMatchObject({ is_frozen: false, is_exited: true });
    expect(await members(user.departments[0])).toContain(user.open_id);
    await caller.control("POST", `/users/${user.open_id}/resign`);
    expect(await members(user.departments[0])).not.toContain(user.open_id);
    const restored = (await caller.control("POST", `/users/${user.open_id}/restore`)).json;
    expect(restored).toMatchObject({ open_id: user.open_id, departments: user.departments, listed: true });
    expect(await members(user.departments[0])).toContain(user.open_id);
  });

  test("come back with a new open_id: the same union_id when rehired, another when they are somebody new", async () => {
    const { users } = await readSnapshot(caller);
    const again = (await caller.control("POST", `/users/${users[3].open_id}/rehire`)).json;
    expect(again.union_id).toBe(users[3].union_id);
    expect(again.open_id).not.toBe(users[3].open_id);
    const byUnion = await caller.get(`/contact/v3/users/${users[3].union_id}?user_id_type=union_id`);
    expect(byUnion.json.data.user.open_id).toBe(again.open_id);
    expect((await read(users[3].open_id)).status.is_resigned).toBe(true);
    const other = (await caller.control("POST", `/users/${users[4].open_id}/rehire`, { new_person: true })).json;
    expect(other.union_id).not.toBe(users[4].union_id);
  });

  test("lose a leader who left", async () => {
    const { users } = await readSnapshot(caller);
    const led = users.find((user) => user.leader !== null);
    await caller.control("POST", `/users/${led.leader}/resign`);
    expect((await read(led.open_id)).leader_user_id).toBeUndefined();
  });

  test("leave by the tenth and come back; a reset restores the tenant byte for byte", async () => {
    const before = await readSnapshot(caller);
    const left = (await caller.control("POST", "/users/bulk", { action: "resign", share: 0.1 })).json;
    expect(left.affected).toBe(20);
    const during = await readSnapshot(caller);
    expect(during.users.filter((user) => user.listed)).toHaveLength(180);
    await caller.control("POST", "/users/bulk", { action: "restore", users: left.open_ids });
    expect((await readSnapshot(caller)).users.map((user) => user.listed)).toEqual(
      before.users.map((user) => user.listed),
    );
    await caller.control("POST", "/users/bulk-edit", { count: 2, set: { suffix_name: "!" } });
    expect((await readSnapshot(caller)).text).not.toBe(before.text);
    await caller.control("POST", "/reset");
    expect((await readSnapshot(caller)).text).toBe(before.text);
  });
});

describe("departments", () => {
  test("are made, renamed, moved and deleted", async () => {
    const { departments } = await readSnapshot(caller);
    const parent = departments[0].open_department_id;
    const made = (await caller.control("POST", "/departments", { name: "新部门", parent, department_id: "new-dept" }))
      .json;
    await caller.control("PATCH", "/departments/new-dept", { name: "改名部", parent: "0", order: 5 });
    const { json } = await caller.get(`/contact/v3/departments/${made.open_department_id}`);
    expect(json.data.department).toMatchObject({ name: "改名部", parent_department_id: "0", order: "5" });
    await caller.control("DELETE", "/departments/new-dept");
    expect((await caller.get(`/contact/v3/departments/${made.open_department_id}`)).json.code).toBe(40015);
  });

  test("are not deleted while people or departments are in them, unless with all below", async () => {
    const { departments, users } = await readSnapshot(caller);
    const full = departments.find((department) => department.direct_members > 0 && department.parent === "0");
    const refused = await caller.control("DELETE", `/departments/${full.open_department_id}`);
    expect([refused.status, refused.json.error.code]).toEqual([400, "feishu_43011"]);
    await caller.control("DELETE", `/departments/${full.open_department_id}?with=subtree`);
    const after = await readSnapshot(caller);
    expect(after.departments.length).toBeLessThan(departments.length);
    expect(after.users.filter((user) => user.listed)).toHaveLength(users.filter((user) => user.listed).length);
    const known = new Set(["0", ...after.departments.map((department) => department.open_department_id)]);
    expect(after.users.flatMap((user) => user.departments).filter((id) => !known.has(id))).toEqual([]);
  });

  test("form a cycle only when told to, and are still all listed then", async () => {
    const { departments } = await readSnapshot(caller);
    const child = departments.find((department) => department.parent !== "0");
    const path = `/departments/${child.parent}`;
    expect((await caller.control("PATCH", path, { parent: child.open_department_id })).json.error.code).toBe(
      "feishu_40001",
    );
    await caller.control("PATCH", path, { parent: child.open_department_id, allow_cycle: true });
    const listed = await readAll(caller, "/contact/v3/departments/0/children?fetch_child=true");
    expect(listed).toHaveLength(departments.length);
    expect(listed.every((item) => typeof item.member_count === "number")).toBe(true);
  });
});

describe("the control API", () => {
  test.each([
    ["GET", "/users/nobody", undefined, 404, "user_unknown"],
    ["PATCH", "/departments/od-x", {}, 404, "department_unknown"],
    ["PUT", "/range", { type: "some", group_ids: ["g-x"] }, 404, "group_unknown"],
    ["PUT", "/clock", { advance_seconds: -1 }, 400, "body_invalid"],
    ["POST", "/reset", { users: 5, memberships: 1, departments: 3 }, 400, "sizes_contradictory"],
    ["POST", "/reset", { people: 5 }, 400, "body_invalid"],
    ["POST", "/users/bulk", { action: "resign" }, 400, "body_invalid"],
    ["POST", "/users", "{", 400, "body_invalid"],
    ["GET", "/range?app_id=cli_x", undefined, 404, "app_unknown"],
    ["GET", "/nothing", undefined, 404, "control_unknown"],
    ["DELETE", "/faults/f9", undefined, 404, "fault_unknown"],
  ])("%s %s %j → %i %s, and nothing changes", async (method, path, body, status, code) => {
    const before = (await readSnapshot(caller)).text;
    const answer = await caller.control(method, path, body);
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
    expect((await readSnapshot(caller)).text).toBe(before);
  });

  test("begins anew with other sizes", async () => {
    const { json } = await caller.control("POST", "/reset", {
      users: 40,
      departments: 5,
      seed: 9,
      resigned: 1,
      frozen: 3,
    });
    expect(json.tenant).toMatchObject({ users: 40, departments: 5, seed: 9, resigned: 1, frozen: 3 });
  });
});
