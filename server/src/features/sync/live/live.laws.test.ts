import fc from "fast-check";
import { expect, test } from "vitest";
import { department, rehearseLive } from "../../../../test/support/live-rehearsal.ts";
import { readDirectory } from "../../../../test/support/sync-database.ts";
import { inDepartments, openDepartmentId, sourceDepartment, sourceUser } from "../../../../test/support/sync-makers.ts";
import { company } from "../../../../test/support/sync-rehearsal.ts";
import type { EventTarget } from "../../../core/sync/looks.ts";
import type { SourceSnapshot } from "../../../core/sync/snapshot.ts";

/** Generated series; a soak asks for more. */
const RUNS = Number(process.env["LARKBRIDGE_TEST_RUNS"] ?? 6);

const stage = rehearseLive();

/** Those to whom things happen; forty others stand by, so that no guard takes a leaver for a fault of Feishu. */
const PEOPLE = ["p0", "p1", "p2", "p3", "p4"];
const PLACES = ["x0", "x1", "x2", "x3"];
const BYSTANDERS = 40;

const person = fc.constantFrom(...PEOPLE);
const place = fc.constantFrom(...PLACES);

/** What happens in Feishu, to the event that tells of it, and with us. */
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("join" as const), who: person, where: place }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("rename" as const), who: person, to: fc.constantFrom("A", "B") }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("move" as const), who: person, where: place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("leave" as const), who: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("freeze" as const), who: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("thaw" as const), who: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lead" as const), who: person, whom: person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("found" as const), where: place, below: fc.option(place) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("dissolve" as const), where: place }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("look" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("kill" as const), after: fc.integer({ min: 0, max: 25 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("begin" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("release" as const) }) },
);
/** How the event of a step fares on its way. */
const fate = fc.constantFrom("now", "now", "now", "twice", "late", "late", "lost");

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** Changes Feishu; what there was to tell, if anything happened. */
function happen(
  world: SourceSnapshot,
  what: Step,
): { readonly world: SourceSnapshot; readonly tells: EventTarget } | null {
  const { users, departments } = world;
  const is = (key: string) => (user: SourceSnapshot["users"][number]) => user.unionId === sourceUser(key).unionId;
  const exists = (key: string) => departments.some(({ openDepartmentId: id }) => id === openDepartmentId(key));
  const change = (key: string, with_: Partial<SourceSnapshot["users"][number]>) =>
    users.some(is(key))
      ? {
          world: { ...world, users: users.map((user) => (is(key)(user) ? { ...user, ...with_ } : user)) },
          tells: { kind: "user" as const, openId: sourceUser(key).openId },
        }
      : null;
  switch (what.do) {
    case "join": {
      if (users.some(is(what.who)) || !exists(what.where)) return null;
      const user = sourceUser(what.who, { memberships: inDepartments(what.where) });
      return { world: { ...world, users: [...users, user] }, tells: { kind: "user", openId: user.openId } };
    }
    case "rename":
      return change(what.who, { name: what.to });
    case "move":
      return exists(what.where) ? change(what.who, { memberships: inDepartments(what.where) }) : null;
    case "lead":
      return users.some(is(what.whom)) ? change(what.who, { leaderOpenId: sourceUser(what.whom).openId }) : null;
    case "freeze":
      return change(what.who, { state: "frozen" });
    case "thaw":
      return change(what.who, { state: "active" });
    case "leave": {
      if (!users.some(is(what.who))) return null;
      // Feishu takes a leaver's reports from them.
      const left = users
        .filter((user) => !is(what.who)(user))
        .map((user) => (user.leaderOpenId === sourceUser(what.who).openId ? { ...user, leaderOpenId: null } : user));
      const reports = left.some((user, at) => user !== users.filter((one) => !is(what.who)(one))[at]);
      // Their own events would follow; leaving is kept to those who lead nobody.
      if (reports) return null;
      return { world: { ...world, users: left }, tells: { kind: "user", openId: sourceUser(what.who).openId } };
    }
    case "found": {
      const below = what.below !== null && what.below < what.where && exists(what.below) ? what.below : null;
      const made = sourceDepartment(what.where, below, { name: `${what.where} below ${below}` });
      const others = departments.filter(({ openDepartmentId: id }) => id !== made.openDepartmentId);
      return { world: { ...world, departments: [...others, made] }, tells: department(what.where) };
    }
    case "dissolve": {
      const id = openDepartmentId(what.where);
      const used =
        users.some(({ memberships }) => memberships.some((one) => one.openDepartmentId === id)) ||
        departments.some(({ parentOpenDepartmentId }) => parentOpenDepartmentId === id);
      if (!exists(what.where) || used) return null;
      return {
        world: { ...world, departments: departments.filter((one) => one.openDepartmentId !== id) },
        tells: department(what.where),
      };
    }
    default:
      return null;
  }
}

/** The directory as Feishu's people and departments would have it: names, places, leaders of whoever is active. */
async function asTold() {
  const { users, departments, memberships } = await readDirectory(stage.sync.database, stage.sync.connectionId);
  const placeOf = new Map(departments.map(({ id, link }) => [id, link?.openDepartmentId]));
  const openIdOf = new Map(users.map(({ id, link }) => [id, link?.openId]));
  return {
    people: users
      .filter(({ status }) => status === "active")
      .map(({ id, name, leaderId, link }) => ({
        openId: link?.openId,
        name,
        leader: leaderId === null ? null : openIdOf.get(leaderId),
        within: memberships
          .filter(({ userId }) => userId === id)
          .map(({ departmentId }) => placeOf.get(departmentId))
          .sort(),
      }))
      .sort((a, b) => (String(a.openId) < String(b.openId) ? -1 : 1)),
    places: departments
      .filter(({ status }) => status === "active")
      .map(({ name, parentId, link }) => ({
        id: link?.openDepartmentId,
        name,
        below: parentId === null ? null : placeOf.get(parentId),
      }))
      .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)),
  };
}

function asFeishuHasIt({ users, departments }: SourceSnapshot) {
  return {
    people: users
      .filter(({ state }) => state !== "frozen")
      .map(({ openId, name, leaderOpenId, memberships }) => ({
        openId,
        name,
        leader: leaderOpenId,
        within: memberships.map(({ openDepartmentId: id }) => id).sort(),
      }))
      .sort((a, b) => (a.openId < b.openId ? -1 : 1)),
    places: departments
      .map(({ openDepartmentId: id, name, parentOpenDepartmentId }) => ({ id, name, below: parentOpenDepartmentId }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** Looks, and dies in the middle: its connection and what it was about to do are gone. */
async function killed(afterMs: number): Promise<void> {
  const dying = new AbortController();
  const look = stage.anotherConsumer().consume(dying.signal);
  const death = new Promise((resolve) => setTimeout(resolve, afterMs)).then(() => dying.abort(new Error("killed")));
  await look.catch(() => undefined);
  await death;
}

test("whatever happens in Feishu before, during and after full runs, with events repeated, late, out of order or lost, and lookers killed, the directory ends as Feishu has it", {
  timeout: 60_000 + RUNS * 10_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fate), { minLength: 8, maxLength: 22 }), async (steps) => {
      await stage.sync.reset();
      stage.reset();
      stage.sync.settings = {
        ...stage.sync.settings,
        policy: { ...stage.sync.settings.policy, guard: { percent: 100, minimum: 100 } },
      };
      const first = company(BYSTANDERS);
      stage.sync.feishu.snapshot = {
        ...first,
        departments: [...first.departments, sourceDepartment("x0"), sourceDepartment("x1")],
        users: [
          ...first.users,
          sourceUser("p0", { memberships: inDepartments("x0") }),
          sourceUser("p1", { memberships: inDepartments("x1") }),
        ],
      };
      await stage.sync.sync();

      const late: EventTarget[] = [];
      let anyLost = false;
      let full: Promise<unknown> | undefined;
      let release: (() => void) | undefined;
      const end = async () => {
        release?.();
        release = undefined;
        await full;
        full = undefined;
        stage.hold = undefined;
      };
      for (const [what, how] of steps) {
        if (what.do === "look") await stage.consume();
        else if (what.do === "kill") await killed(what.after);
        else if (what.do === "release") {
          // The full run goes on by itself beside whatever comes next.
          release?.();
          release = undefined;
        } else if (what.do === "begin") {
          await end();
          const before = stage.asked.length;
          stage.hold = new Promise((resolve) => {
            release = resolve;
          });
          full = stage.sync.sync();
          while (!stage.asked.slice(before).some(({ kind }) => kind === "all"))
            await new Promise((done) => setImmediate(done));
        } else {
          const happened = happen(stage.sync.feishu.snapshot, what);
          if (happened === null) continue;
          stage.sync.feishu.snapshot = happened.world;
          if (how === "late") late.unshift(happened.tells);
          else if (how === "lost") anyLost = true;
          else await stage.tell(...(how === "twice" ? [happened.tells, happened.tells] : [happened.tells]));
        }
      }
      await stage.tell(...late);
      await stage.consume();
      await end();
      await stage.consume();
      if (anyLost) expect((await stage.sync.sync()).status).toBe("succeeded");
      expect(await asTold()).toEqual(asFeishuHasIt(stage.sync.feishu.snapshot));
      expect((await stage.events()).every(({ handled }) => handled)).toBe(true);
      // What a full run would do is nothing.
      const proof = await stage.sync.previewedPlan();
      expect(proof.changeCount + proof.heldCount).toBe(0);
      expect(stage.sync.errors.splice(0)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
