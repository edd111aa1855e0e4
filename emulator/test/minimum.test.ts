import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Caller, openCaller, readAll } from "./support/caller.ts";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller({ users: 900, departments: 90 });
});
beforeEach(() => caller.control("POST", "/reset"));
afterAll(() => caller.emulator.close());

const below = (id: string) => `/contact/v3/departments/${id}/children?fetch_child=true`;
const members = (id: string) => `/contact/v3/users/find_by_department?department_id=${id}`;
const minimum = async () => (await caller.control("GET", "/minimum")).json;
const listCalls = async () => (await caller.control("GET", "/statistics")).json.pages;

test("the minimum is what a careful reading of everything costs, six calls aside", async () => {
  const { calls } = await minimum();
  for (const department of [{ open_department_id: "0" }, ...(await readAll(caller, below("0")))]) {
    await readAll(caller, members(department.open_department_id));
  }
  expect(calls.total - calls.other).toBe(await listCalls());
  expect(calls.find_by_department).toBeGreaterThan(91);
});

test("the minimum of a partial range counts its own departments and the people named singly", async () => {
  const nodes = (await caller.get("/contact/v3/scopes?page_size=100")).json.data;
  const [start] = nodes.department_ids;
  const nested = (await readAll(caller, below(start)))[0];
  const people = (await readAll(caller, members("0"))).map((item) => item.open_id);
  const department_ids = [start, ...(nested === undefined ? [] : [nested.open_department_id])];
  await caller.control("PUT", "/range", { type: "some", department_ids, user_ids: people });
  await caller.control("DELETE", "/statistics");
  const inRange = [start, ...(await readAll(caller, below(start))).map((item) => item.open_department_id)];
  for (const id of inRange) await readAll(caller, members(id));
  const { calls } = await minimum();
  expect(calls.users_batch).toBe(1);
  expect(calls.children + calls.find_by_department).toBe(await listCalls());
});

test("the floor is the time the sliding windows leave, and none without limits", async () => {
  expect((await minimum()).floor_seconds).toBe(0);
  await caller.control("PUT", "/rate-limit", { enabled: true });
  const { floor_seconds, calls } = await minimum();
  expect(floor_seconds).toBe(Math.floor((calls.find_by_department - 1) / 50));
});
