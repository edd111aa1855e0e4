import { expect, test } from "vitest";
import { openDepartmentId, sourceUser } from "../../../test/support/sync-makers.ts";
import { chooseLook, gatherFor, type PendingEvent, restAfter } from "./looks.ts";

const user = (id: number, key: string): PendingEvent => ({
  id: String(id),
  target: { kind: "user", openId: sourceUser(key).openId },
});

test("each record is looked at once, whatever the number of its events, and those that rest are left for later", () => {
  const events: PendingEvent[] = [
    user(1, "b"),
    user(2, "a"),
    user(3, "b"),
    { id: "4", target: { kind: "department", openDepartmentId: openDepartmentId("d") } },
    { id: "5", target: { kind: "range" } },
    user(6, "resting"),
  ];
  const look = chooseLook(events, (record) => record === sourceUser("resting").openId);
  expect(look.openIds).toEqual(["ou_a", "ou_b"]);
  expect(look.openDepartmentIds).toEqual(["od-d"]);
  expect([...look.eventsOf]).toEqual([
    ["ou_b", ["1", "3"]],
    ["ou_a", ["2"]],
    ["od-d", ["4"]],
  ]);
});

test("a look takes a thousand people, those named first, with all their events", () => {
  const events = Array.from({ length: 1100 }, (_, at) => user(at, `p${at}`));
  const look = chooseLook([...events, user(5000, "p0")], () => false);
  expect(look.openIds).toHaveLength(1000);
  expect(look.eventsOf.get(sourceUser("p0").openId)).toEqual(["0", "5000"]);
  expect(look.eventsOf.has(sourceUser("p1000").openId)).toBe(false);
});

test.each([
  [Number.POSITIVE_INFINITY, 30],
  [1_000, 30],
  [500, 30],
  [150, 50],
  [0, 200],
])("%d ms after the last look more events are waited for %d ms", (since, wait) => {
  expect(gatherFor(since)).toBe(wait);
});

test("what cannot be read rests from a second up to ten minutes", () => {
  expect([1, 2, 3, 10, 11, 1000].map(restAfter)).toEqual([1_000, 2_000, 4_000, 512_000, 600_000, 600_000]);
});
