import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { worlds } from "../../../test/support/generated-directories.ts";
import {
  addConnection,
  clearDirectory,
  readDirectory,
  withUuids,
  writeDirectory,
} from "../../../test/support/sync-database.ts";
import { openDepartmentId, tools } from "../../../test/support/sync-makers.ts";
import { plan } from "../../core/sync/plan.ts";
import type { DirectorySnapshot, SourceSnapshot, SyncTarget } from "../../core/sync/snapshot.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeDirectoryReader } from "../directory/index.ts";
import { peopleScope } from "./people-scope.ts";

/** Generated directories; a soak asks for more. */
const RUNS = Number(process.env["LARKBRIDGE_TEST_RUNS"] ?? 200);

let database: OpenDatabase;
let connectionId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  connectionId = await addConnection(database);
});
afterAll(() => database.close());

async function readAround(target: SyncTarget, source: SourceSnapshot): Promise<DirectorySnapshot> {
  const departments: DirectorySnapshot["departments"][number][] = [];
  const users: DirectorySnapshot["users"][number][] = [];
  const memberships: DirectorySnapshot["memberships"][number][] = [];
  const around = await makeDirectoryReader(database.kysely, connectionId).readAround(
    peopleScope(target, source.users, source.departments, tools.hash, async () => tools.romanize),
    {
      departments: (batch) => departments.push(...batch),
      users: (batch) => users.push(...batch),
      memberships: (batch) => memberships.push(...batch),
    },
  );
  return { ...around, departments, users, memberships };
}

/** Departments that events named; null: people are asked for and no event. */
const places = fc.option(
  fc.uniqueArray(fc.constantFrom("d0", "d1", "d2", "d3", "d4", "d5", "d6").map(openDepartmentId), { maxLength: 3 }),
);

test(
  "planning a few people on the part of the directory that matters to them equals planning them on all of it",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        fc.nat(),
        fc.integer({ min: 1, max: 3 }),
        places,
        async (generated, first, count, at) => {
          const world = withUuids(generated);
          await clearDirectory(database);
          await writeDirectory(database, connectionId, world.directory);
          const everybody = [
            ...new Set([
              ...world.source.users.map(({ openId }) => openId),
              ...world.directory.users.flatMap(({ link }) => link?.openId ?? []),
            ]),
          ];
          const openIds = everybody.length === 0 ? [] : everybody.slice(first % everybody.length).slice(0, count);
          const users = world.source.users.filter(({ openId }) => openIds.includes(openId));
          const target: SyncTarget =
            at === null ? { kind: "users", openIds } : { kind: "records", openIds, openDepartmentIds: at };
          const source: SourceSnapshot = {
            ...world.source,
            target,
            users,
            coverage: { ...world.source.coverage, unread: [] },
            confirmedAbsentDepartments: (at ?? []).filter(
              (id) => !world.source.departments.some(({ openDepartmentId }) => openDepartmentId === id),
            ),
            confirmedAbsentUsers: openIds.filter((openId) => !users.some((user) => user.openId === openId)),
          };
          const onEverything = plan({
            ...world,
            source,
            directory: await readDirectory(database, connectionId),
            tools,
          });
          const around = await readAround(target, source);
          const onPart = plan({ ...world, source, directory: around, tools });
          expect(onPart.changes).toEqual(onEverything.changes);
          expect(onPart.held).toEqual(onEverything.held);
          expect(onPart.issues).toEqual(onEverything.issues);
        },
      ),
      { numRuns: RUNS },
    );
  },
  60_000 + RUNS * 1_000,
);
