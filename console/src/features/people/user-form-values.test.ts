import { expect, it } from "vitest";
import type { UserDetail } from "./types.ts";
import { bodyOf, valuesOf } from "./user-form-values.ts";

const user = {
  name: "Ann",
  nickname: null,
  email: "ann@example.com",
  mobile: "+8613800000001",
  employee_no: null,
  job_title: null,
  leader: null,
  fed_fields: [],
  placements: [{ department_id: "d-1", number: 1, path: ["R&D"], primary: true, origin: "built_in" }],
} as unknown as UserDetail;
const ids = new Map([
  [1, "d-1"],
  [2, "d-2"],
]);

it("sends nothing of what stayed as it was", () => {
  expect(bodyOf(valuesOf(user), user, ids)).toEqual({});
});

it("sends what changed, emptied fields as null and departments in their order", () => {
  const values = { ...valuesOf(user), mobile: " ", nickname: " A ", departments: [2, 1] };
  expect(bodyOf(values, user, ids)).toEqual({ mobile: null, nickname: "A", departments: ["d-2", "d-1"] });
});

it("never sends what Feishu feeds", () => {
  const linked = { ...user, fed_fields: ["name", "departments"] } as unknown as UserDetail;
  expect(bodyOf({ ...valuesOf(user), name: "Anna", departments: [], nickname: "A" }, linked, ids)).toEqual({
    nickname: "A",
  });
});

it("leaves the username of somebody new to the server where none was typed", () => {
  expect(bodyOf({ name: "Zoe", username: " " }, null, ids)).not.toHaveProperty("username");
  expect(bodyOf({ name: "Zoe", username: "zoe" }, null, ids)).toMatchObject({
    name: "Zoe",
    username: "zoe",
    email: null,
  });
});
