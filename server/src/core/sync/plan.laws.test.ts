import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffled, type World, worlds } from "../../../test/support/generated-directories.ts";
import { tools } from "../../../test/support/sync-makers.ts";
import { plan } from "./plan.ts";
import type { Change, Plan } from "./plan-types.ts";
import { planRevert } from "./revert.ts";
import { simulate } from "./simulate.ts";
import type { SourceDepartment } from "./snapshot.ts";

/** The laws of architecture 3.4 over generated worlds. Law 8 (PostgreSQL equals simulate) lives with the applying code. */
const RUNS = { numRuns: Number(process.env["LARKBRIDGE_TEST_RUNS"] ?? 500) };

const planOf = (world: World, over: Partial<World> = {}): Plan => plan({ ...world, ...over, tools });
const REMOVALS = new Set(["deactivate", "remove", "remove_member"]);
const isBlocked = (planned: Plan) => planned.verdict.kind === "blocked";
const after = (world: World, changes: readonly Change[]): World => ({
  ...world,
  directory: simulate(changes, world.directory),
});

/** Departments, and everything above those that are not known. */
function withEverythingAbove(
  all: readonly SourceDepartment[],
  ids: readonly string[],
  known: ReadonlySet<string | undefined>,
): SourceDepartment[] {
  const wanted = new Set(ids);
  const climbing = new Set(ids.filter((id) => !known.has(id)));
  for (let size = -1; size !== climbing.size; ) {
    size = climbing.size;
    for (const { openDepartmentId, parentOpenDepartmentId } of all)
      if (climbing.has(openDepartmentId) && parentOpenDepartmentId !== null) climbing.add(parentOpenDepartmentId);
  }
  return all.filter(({ openDepartmentId: id }) => wanted.has(id) || climbing.has(id));
}

describe("the laws of a plan", () => {
  it("1: planning again after applying everything finds nothing to do", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const first = planOf(world);
        fc.pre(!isBlocked(first));
        const second = planOf(after(world, [...first.changes, ...first.held]));
        if (isBlocked(second)) return;
        expect([...second.changes, ...second.held]).toEqual([]);
      }),
      RUNS,
    );
  });

  it("1b: with removals held, planning again finds just the same removals", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const first = planOf(world);
        fc.pre(first.verdict.kind === "needs_approval");
        const second = planOf(after(world, first.changes));
        fc.pre(!isBlocked(second));
        expect(second.changes.filter(({ verb }) => !REMOVALS.has(verb))).toEqual([]);
        expect([...second.changes, ...second.held]).toEqual(first.held);
      }),
      RUNS,
    );
  });

  it("2: shuffled input gives the same bytes", () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, seed) => {
        expect(JSON.stringify(planOf(shuffled(world, seed)))).toBe(JSON.stringify(planOf(world)));
      }),
      RUNS,
    );
  });

  it("3: protected accounts keep their status and operators their link", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const planned = planOf(world);
        const shielded = new Map(
          world.directory.users.filter((user) => user.protected || user.operator).map((user) => [user.id, user]),
        );
        for (const change of [...planned.changes, ...planned.held]) {
          if (change.kind !== "users") continue;
          const user = shielded.get(change.id);
          if (!user) continue;
          expect(["update", "link", "reactivate"]).toContain(change.verb);
          if (user.operator && user.link === null) expect.unreachable("an operator was linked");
        }
      }),
      RUNS,
    );
  });

  it("4: no removal comes from outside complete coverage or from under a range that shrank", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const planned = planOf(world);
        const seen = new Set(world.source.users.map((user) => user.unionId));
        const complete = world.source.coverage.unread.length === 0;
        const lostAll = world.history.acceptedRange?.mode === "all" && world.source.coverage.range.mode === "partial";
        const users = new Map(world.directory.users.map((user) => [user.id, user]));
        for (const change of [...planned.changes, ...planned.held]) {
          if (change.kind !== "users" || (change.verb !== "deactivate" && change.verb !== "remove")) continue;
          // Whoever is in the reading was seen to be frozen, gone or resigned; that is proof of its own.
          if (["frozen", "exited", "resigned"].includes(change.reason)) continue;
          const link = users.get(change.id)?.link;
          if (link) expect(seen.has(link.unionId)).toBe(false);
          expect(complete).toBe(true);
          if (link) expect(lostAll).toBe(false);
        }
        if (!complete)
          expect(
            [...planned.changes, ...planned.held].filter(
              ({ kind, verb }) =>
                kind === "departments" &&
                verb === "remove" &&
                world.source.coverage.unread[0]?.what === "department_tree",
            ),
          ).toEqual([]);
      }),
      RUNS,
    );
  });

  it("5: when only one person differs, the plan for that person equals the full plan", () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, pick) => {
        const calm: World = {
          ...world,
          policy: { ...world.policy, guard: { percent: 100, minimum: 100 } },
          history: { ...world.history, acceptedRange: null, lastUsersRead: null },
          source: { ...world.source, coverage: { ...world.source.coverage, unread: [] } },
        };
        const start = planOf(calm);
        fc.pre(!isBlocked(start) && calm.source.users.length > 0);
        // Two people with one address, one of them unknown to us, can only be told apart by reading both.
        const emails = calm.source.users.map(({ email }) => email).filter((email) => email !== null);
        fc.pre(new Set(emails).size === emails.length);
        const settled = after(calm, [...start.changes, ...start.held]);
        const person = settled.source.users[pick % settled.source.users.length];
        if (person === undefined || person.state === "resigned") return;
        const changed = { ...person, name: "Renamed", jobTitle: "Chief", memberships: person.memberships.slice(1) };
        const full = planOf({
          ...settled,
          source: { ...settled.source, users: settled.source.users.map((user) => (user === person ? changed : user)) },
        });
        fc.pre(!isBlocked(full));
        const narrow = planOf({
          ...settled,
          source: { ...settled.source, target: { kind: "users", openIds: [person.openId] }, users: [changed] },
        });
        const departmentsGone = full.changes.filter(({ kind }) => kind !== "departments");
        expect(narrow.changes).toEqual(departmentsGone);
        // Of their departments those that are not known come with everything above them.
        const known = new Set<string | undefined>(
          settled.directory.departments
            .filter(({ link, status }) => link !== null && !link.tombstone && status === "active")
            .map(({ link }) => link?.openDepartmentId),
        );
        const byEvent = planOf({
          ...settled,
          source: {
            ...settled.source,
            target: { kind: "records", openIds: [person.openId], openDepartmentIds: [] },
            users: [changed],
            departments: withEverythingAbove(
              settled.source.departments,
              changed.memberships.map(({ openDepartmentId }) => openDepartmentId),
              known,
            ),
          },
        });
        expect(byEvent.changes).toEqual(departmentsGone);
      }),
      RUNS,
    );
  });

  it("6: the order never breaks a reference, and nothing deleted has members or listed children", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const planned = planOf(world);
        // simulate throws where a reference is missing.
        const result = simulate([...planned.changes, ...planned.held], world.directory);
        const deletedNow = new Set(
          planned.changes
            .filter((change) => change.kind === "departments" && change.verb === "remove")
            .map((change) => (change.kind === "departments" ? change.id : "")),
        );
        for (const { departmentId } of result.memberships) expect(deletedNow.has(departmentId)).toBe(false);
        for (const { parentId, status } of result.departments)
          if (status === "active" && parentId) expect(deletedNow.has(parentId)).toBe(false);
      }),
      RUNS,
    );
  });

  it("7: a plan survives a JSON round trip", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const planned = planOf(world);
        expect(JSON.parse(JSON.stringify(planned))).toEqual(planned);
      }),
      RUNS,
    );
  });

  it("9: undoing a run puts back every value, and the next sync leaves it undone until Feishu changes", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const calm: World = {
          ...world,
          policy: { ...world.policy, guard: { percent: 100, minimum: 100 } },
          history: { ...world.history, acceptedRange: null, lastUsersRead: null },
        };
        const planned = planOf(calm);
        fc.pre(!isBlocked(planned) && planned.held.length === 0 && planned.changes.length > 0);
        const applied = after(calm, planned.changes);
        const undo = planRevert({
          applied: planned.changes,
          directory: applied.directory,
          guard: calm.policy.guard,
          history: calm.history,
        });
        const undone = after(applied, [...undo.changes, ...undo.held]);
        const before = new Map(calm.directory.users.map((user) => [user.id, user]));
        for (const user of undone.directory.users) {
          const was = before.get(user.id);
          if (!was) expect(user.status).toBe("deleted");
          else
            expect({ name: user.name, email: user.email, status: user.status, attributes: user.attributes }).toEqual({
              name: was.name,
              email: was.email,
              status: was.status,
              attributes: was.attributes,
            });
        }
        const touched = new Set(planned.changes.flatMap((change) => (change.kind === "users" ? [change.id] : [])));
        const again = planOf(undone);
        fc.pre(!isBlocked(again));
        const redone = [...again.changes, ...again.held].filter(
          (change) => change.kind === "users" && touched.has(change.id),
        );
        expect(redone).toEqual([]);
      }),
      RUNS,
    );
  });
});
