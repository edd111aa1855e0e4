import { expect, test } from "vitest";
import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { SyncTarget } from "../../core/sync/snapshot.ts";
import { retryTarget } from "./retry-target.ts";

const all: SyncTarget = { kind: "all" };
const none = { users: [], departments: [], unnamed: 0 };
const ann = "ou_ann" as OpenId;
const d1 = "od-1" as OpenDepartmentId;
const d2 = "od-2" as OpenDepartmentId;

test.each([
  ["a run without a plan is asked again as it was", undefined, true, all],
  ["what could not be read has no name", { ...none, users: [ann] }, false, all],
  ["nothing failed", none, true, null],
  ["people are named, each once", { ...none, users: [ann, ann] }, true, { kind: "users", openIds: [ann] }],
  ["one department is named", { ...none, departments: [d1] }, true, { kind: "department", openDepartmentId: d1 }],
  ["two departments are not one target", { ...none, departments: [d1, d2] }, true, all],
  ["people and a department are not one target", { ...none, users: [ann], departments: [d1] }, true, all],
  [
    "a record without a Feishu id is only reached by asking for everything",
    { ...none, users: [ann], unnamed: 1 },
    true,
    all,
  ],
] as const)("%s", (_, failed, complete, expected) => {
  expect(retryTarget(all, failed, complete)).toEqual(expected);
});
