import { expect, it } from "vitest";
import { type Situation, toDos } from "./to-do.ts";

const calm: Situation = {
  configured: true,
  hasDraft: false,
  syncEnabled: true,
  healthy: true,
  everSynced: true,
  waitingRuns: [],
  conflicts: 0,
};

it("asks for one thing only while nothing is connected", () => {
  const bare = { ...calm, configured: false, healthy: false, syncEnabled: false };
  expect(toDos(bare).map(({ key }) => key)).toEqual(["connect"]);
  expect(toDos({ ...bare, hasDraft: true }).map(({ key }) => key)).toEqual(["finishDraft"]);
});

it("puts decisions before repairs, and repairs before the rest", () => {
  const busy = { ...calm, healthy: false, everSynced: false, waitingRuns: ["8", "7"], conflicts: 2 };
  expect(toDos(busy).map(({ key, to }) => `${key} ${to}`)).toEqual([
    "decide /sync-runs/8",
    "decide /sync-runs/7",
    "repair /integrations/feishu",
    "firstSync /sync-plans/new",
    "resolveConflicts /bindings",
  ]);
});

it("does not ask for a first sync before sync is on, nor for anything when all is well or not yet known", () => {
  expect(toDos({ ...calm, syncEnabled: false, everSynced: false }).map(({ key }) => key)).toEqual(["switchOnSync"]);
  expect(toDos(calm)).toEqual([]);
  expect(toDos({ ...calm, syncEnabled: undefined, healthy: undefined, everSynced: undefined })).toEqual([]);
});
