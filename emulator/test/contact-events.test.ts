import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller({ users: 60, departments: 12, now: () => Date.parse("2026-01-01T00:00:00Z") });
});
beforeEach(() => caller.control("POST", "/reset"));
afterAll(() => caller.emulator.close());

/** Types and bodies of the events that were made, the oldest first. */
async function events(query = "") {
  const { json } = await caller.control("GET", `/events${query}`);
  // biome-ignore lint/suspicious/noExplicitAny: events of many shapes
  return json.map(({ type, envelope }: any) => ({ type, ...envelope.event }));
}

async function somebody() {
  const { users } = await readSnapshot(caller);
  return users.find((user) => user.email && user.mobile && user.departments[0] !== "0" && !user.status.is_frozen);
}

describe("what happens to people becomes events", () => {
  test("hired: the whole person", async () => {
    const { departments } = await readSnapshot(caller);
    const body = { name: "新人🙂", email: "new@example.com", departments: [departments[0].open_department_id] };
    const { json: hired } = await caller.control("POST", "/users", body);
    const [event, ...more] = await events();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: "contact.user.created_v3",
      object: { open_id: hired.open_id, name: "新人🙂" },
    });
    expect(event.object.department_ids).toEqual([departments[0].open_department_id]);
    expect(event.old_object).toBeUndefined();
  });

  test("moved: the new state, and of the old one only what changed", async () => {
    const user = await somebody();
    await caller.control("PATCH", `/users/${user.open_id}`, { departments: ["0"] });
    const [event] = await events();
    expect(event.type).toBe("contact.user.updated_v3");
    expect(event.object.department_ids).toEqual(["0"]);
    expect(Object.keys(event.old_object).sort()).toEqual(["department_ids", "orders"]);
    expect(event.old_object.department_ids).toEqual(user.departments);
  });

  test("edited: e-mail and mobile in events of their own, the enterprise address in no old_object", async () => {
    const user = await somebody();
    const change = { job_title: "顾问", enterprise_email: "x@mail.example.com", email: null, mobile: "+8613912345678" };
    await caller.control("PATCH", `/users/${user.open_id}`, change);
    const found = await events();
    const old = found.map((event: { old_object: object }) => Object.keys(event.old_object));
    expect(old).toEqual([["job_title"], ["email"], ["mobile"]]);
    for (const { object } of found) expect(object).toMatchObject({ job_title: "顾问", mobile: "+8613912345678" });
  });

  test("edited to what they are: nothing", async () => {
    const user = await somebody();
    await caller.control("PATCH", `/users/${user.open_id}`, { name: user.name });
    expect(await events()).toEqual([]);
  });

  test("frozen: the former status as a whole", async () => {
    const user = await somebody();
    await caller.control("POST", `/users/${user.open_id}/freeze`);
    const [event] = await events();
    expect(event.object.status.is_frozen).toBe(true);
    expect(event.old_object).toEqual({ status: user.status });
  });

  test("resigned: departments only in old_object; restored: created again", async () => {
    const user = await somebody();
    await caller.control("POST", `/users/${user.open_id}/resign`);
    await caller.control("POST", `/users/${user.open_id}/restore`);
    const [gone, back] = await events();
    expect(gone).toMatchObject({ type: "contact.user.deleted_v3", object: { department_ids: [] } });
    expect(gone.object.status.is_resigned).toBe(true);
    expect(gone.old_object).toEqual({ open_id: user.open_id, department_ids: user.departments });
    expect(back).toMatchObject({ type: "contact.user.created_v3", object: { open_id: user.open_id } });
  });

  test("many at once: one event each", async () => {
    const { json } = await caller.control("POST", "/users/bulk", { action: "resign", count: 20 });
    const gone = await events("?type=contact.user.deleted_v3");
    expect(gone.map((event: { object: { open_id: string } }) => event.object.open_id)).toEqual(json.open_ids);
    await caller.control("POST", "/users/bulk-edit", { count: 5, set: { suffix_name: "†" } });
    expect(await events("?type=contact.user.updated_v3")).toHaveLength(5);
  });
});

describe("what happens to departments becomes events", () => {
  test("made, renamed and moved, deleted, with the order as a number", async () => {
    const { departments } = await readSnapshot(caller);
    const { json } = await caller.control("POST", "/departments", { name: "新部门", order: 7 });
    const id = json.open_department_id;
    const parent = departments[0].open_department_id;
    await caller.control("PATCH", `/departments/${id}`, { name: "改名", parent });
    await caller.control("DELETE", `/departments/${id}`);
    const [made, changed, deleted] = await events();
    expect(made).toMatchObject({ type: "contact.department.created_v3", object: { name: "新部门", order: 7 } });
    expect(changed.old_object).toEqual({ name: "新部门", parent_department_id: "0" });
    expect(changed.object).toMatchObject({ name: "改名", parent_department_id: parent });
    expect(deleted).toMatchObject({
      type: "contact.department.deleted_v3",
      old_object: { status: { is_deleted: false }, open_department_id: id },
    });
    expect(made.object).not.toHaveProperty("member_count");
  });

  test("a deleted subtree: people move first", async () => {
    const { departments, users } = await readSnapshot(caller);
    const full = departments.find((department) => department.direct_members > 0);
    await caller.control("DELETE", `/departments/${full.open_department_id}?with=subtree`);
    const types: string[] = (await events()).map((event: { type: string }) => event.type);
    expect(types.filter((type) => type === "contact.department.deleted_v3").length).toBeGreaterThan(0);
    expect(types.lastIndexOf("contact.user.updated_v3")).toBeLessThan(types.indexOf("contact.department.deleted_v3"));
    expect(users.length).toBeGreaterThan(0);
  });
});

describe("an app hears only what it may", () => {
  test("fields without their scope are left out, old ones too, and the event comes all the same", async () => {
    await caller.control("PUT", "/scopes", { granted: ["contact:contact.base:readonly"] });
    const user = await somebody();
    await caller.control("PATCH", `/users/${user.open_id}`, { name: "改名", job_title: "顾问" });
    const [event] = await events();
    expect(Object.keys(event.object).sort()).toEqual(["job_title", "open_id", "union_id"]);
    expect(Object.keys(event.old_object)).toEqual(user.job_title === null ? [] : ["job_title"]);
  });

  test("gates that differ from the API: enterprise_email by user.base, chat_id by department.organize", async () => {
    await caller.control("PUT", "/scopes", {
      granted: ["contact:contact.base:readonly", "contact:user.base:readonly", "contact:department.organize:readonly"],
    });
    await caller.control("POST", "/users", { name: "新人", enterprise_email: "n@mail.example.com" });
    await caller.control("POST", "/departments", { name: "新部门" });
    const [person, department] = await events();
    expect(person.object.enterprise_email).toBe("n@mail.example.com");
    expect(department.object.chat_id).toMatch(/^oc_/);
    expect(department.object).not.toHaveProperty("name");
  });

  test("without a scope that lets it subscribe, outside its range, or unsubscribed: nothing", async () => {
    const user = await somebody();
    const rename = (name: string) => caller.control("PATCH", `/users/${user.open_id}`, { name });
    await caller.control("PUT", "/scopes", { granted: ["contact:user.base:readonly"] });
    await rename("一");
    await caller.control("PUT", "/scopes", { set: "full" });
    await caller.control("PUT", "/subscription", { event_types: ["contact.user.deleted_v3"] });
    await rename("二");
    await caller.control("PUT", "/subscription", { event_types: null });
    await caller.control("PUT", "/range", { type: "some" });
    await rename("三");
    expect(await events("?type=contact.user.updated_v3")).toEqual([]);
    await caller.control("PUT", "/range", { type: "some", user_ids: [user.open_id] });
    await rename("四");
    expect(await events("?type=contact.user.updated_v3")).toHaveLength(1);
  });

  test("a department of the range that is deleted is still told of", async () => {
    const { json } = await caller.control("POST", "/departments", { name: "新部门" });
    await caller.control("PUT", "/range", { type: "some", department_ids: [json.open_department_id] });
    await caller.control("DELETE", `/departments/${json.open_department_id}`);
    expect(await events("?type=contact.department.deleted_v3")).toHaveLength(1);
  });
});

describe("changes of the app become events", () => {
  test("the range: nodes added and removed, in the shape of the API", async () => {
    const { departments, users } = await readSnapshot(caller);
    const top = departments.filter((department) => department.parent === "0");
    const department = top[0].open_department_id;
    await caller.control("PUT", "/range", { type: "some", department_ids: [department] });
    await caller.control("PUT", "/range", { type: "some", user_ids: [users[5].open_id] });
    const [shrunk, swapped, ...more] = await events();
    expect(more).toEqual([]);
    expect(shrunk.type).toBe("contact.scope.updated_v3");
    expect(shrunk.added).toEqual({ departments: [], users: [], user_groups: [] });
    expect(shrunk.removed.departments).toHaveLength(top.length - 1);
    expect(shrunk.removed.user_groups[0]).toMatchObject({ type: 1, status: 1 });
    expect(swapped.removed.departments.map((item: { open_department_id: string }) => item.open_department_id)).toEqual([
      department,
    ]);
    expect(typeof swapped.removed.departments[0].order).toBe("string");
    expect(swapped.added.users[0]).toMatchObject({ open_id: users[5].open_id, is_frozen: expect.any(Boolean) });
    expect(swapped.added.users[0]).not.toHaveProperty("department_ids");
  });

  test("the availability: who may use it from now on", async () => {
    const { users } = await readSnapshot(caller);
    await caller.control("PUT", "/availability", { type: "some", user_ids: [users[0].open_id] });
    await caller.control("PUT", "/availability", { type: "some", user_ids: [users[0].open_id, users[1].open_id] });
    const [event, ...more] = await events();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: "application.application.visibility.added_v6",
      users: [{ user_id: { open_id: users[1].open_id, union_id: users[1].union_id } }],
    });
  });
});
