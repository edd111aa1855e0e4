import { expect, it } from "vitest";
import { consequencesOf, type Ending, leavesNobody } from "./consequences.ts";

const found = {
  linked_users: 1281,
  linked_users_without_password: 312,
  feishu_sessions: 40,
  operators_with_password: 0,
  linked_departments: 90,
  waiting_runs: 0,
  running: false,
};
const keys = (ending: Ending, more = {}) => consequencesOf(ending, { ...found, ...more }).map(({ key }) => key);

it("says for single sign-on how many have no password and how many sessions end", () => {
  const told = consequencesOf("singleSignOn", found);
  expect(told).toContainEqual({ key: "ending.noPassword", numbers: { count: 312, of: 1281 } });
  expect(told).toContainEqual({ key: "ending.sessions", numbers: { count: 40 } });
  expect(keys("singleSignOn")).toContain("disable.linksStay");
});

it("says for a removal that links go and sign-ins end, and names a running sync and waiting ones only where there are", () => {
  expect(keys("integration")).toEqual(expect.arrayContaining(["remove.usersUnlinked", "ending.sessions"]));
  expect(keys("integration")).not.toContain("remove.waiting");
  expect(keys("integration", { waiting_runs: 2, running: true })).toEqual(
    expect.arrayContaining(["remove.waiting", "disable.running"]),
  );
});

it("ends no session when only the workbench entry goes", () => {
  expect(keys("clientAccess")).not.toContain("ending.sessions");
});

it.each([
  ["singleSignOn", true, 0, true],
  ["singleSignOn", true, 1, false],
  ["integration", true, 0, true],
  ["integration", false, 0, false],
  ["clientAccess", true, 0, false],
  ["userSync", true, 0, false],
] as const)(
  "ending %s with single sign-on %s and %i passwords leaves nobody: %s",
  (ending, isOn, passwords, refused) => {
    expect(leavesNobody(ending, { ...found, operators_with_password: passwords }, isOn)).toBe(refused);
  },
);
