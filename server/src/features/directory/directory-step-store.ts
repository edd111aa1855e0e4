import type { Kysely } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { createDepartments, updateDepartments, writeDepartmentLinks } from "./department-step-store.ts";
import { addMemberships, removeMemberships, updateMemberships } from "./membership-step-store.ts";
import type { StepKind, StepRange } from "./step-range-store.ts";
import { createUserLinks, createUsers, updateUsers, writeUserLinks } from "./user-step-store.ts";

/** How many steps of a kind and verb a range holds. */
export interface StepCount {
  readonly kind: StepKind;
  readonly verb: string;
  readonly count: number;
}

/** A record of the range is not as its step expects, so the range as a whole was not written; its transaction is to be undone. */
export class StepsMismatched extends Error {
  constructor(kind: StepKind, expected: number, written: number) {
    super(`${kind}: ${expected} steps wrote ${written} rows`);
    this.name = "StepsMismatched";
  }
}

interface StepClass {
  readonly kind: StepKind;
  readonly verbs: readonly string[];
  readonly write: (tx: Kysely<Database>, range: StepRange, connectionId: string, now: Instant) => Promise<number>;
}

/** Departments that are there already, with their links. */
const changeDepartments = (verbs: readonly string[]): StepClass => ({
  kind: "departments",
  verbs,
  write: async (tx, range, connectionId, now) => {
    const written = await updateDepartments(tx, range, verbs, now);
    await writeDepartmentLinks(tx, range, verbs, connectionId, now);
    return written;
  },
});

/** Users who are there already, with their links. */
const changeUsers = (verbs: readonly string[]): StepClass => ({
  kind: "users",
  verbs,
  write: async (tx, range, connectionId, now) => {
    const written = await updateUsers(tx, range, verbs, now);
    await writeUserLinks(tx, range, verbs, connectionId, now);
    return written;
  },
});

/**
 * One statement (or two) for every class of steps. Records are made before what refers to them and taken away after it;
 * within a class a record stands at most once, or the numbers do not add up and the range is refused.
 */
const classes: readonly StepClass[] = [
  {
    kind: "departments",
    verbs: ["create"],
    write: async (tx, range, connectionId, now) => {
      const written = await createDepartments(tx, range, now);
      await writeDepartmentLinks(tx, range, ["create"], connectionId, now);
      return written;
    },
  },
  changeDepartments(["update", "move", "link", "reactivate"]),
  {
    kind: "users",
    verbs: ["create"],
    write: async (tx, range, connectionId, now) => {
      const written = await createUsers(tx, range, now);
      await createUserLinks(tx, range, connectionId, now);
      return written;
    },
  },
  changeUsers(["update", "link", "reactivate"]),
  { kind: "memberships", verbs: ["add_member"], write: addMemberships },
  { kind: "memberships", verbs: ["update"], write: updateMemberships },
  { kind: "memberships", verbs: ["remove_member"], write: removeMemberships },
  changeUsers(["deactivate", "remove"]),
  changeDepartments(["remove"]),
];

/**
 * Writes a range of a stored plan into the directory, set by set; the steps never leave the database.
 *
 * @param steps what the range holds, without what is left out
 * @throws StepsMismatched when a record is missing, exists already, or stands twice
 */
export async function writeSteps(
  tx: Kysely<Database>,
  range: StepRange,
  steps: readonly StepCount[],
  connectionId: string,
  now: Instant,
): Promise<void> {
  for (const { kind, verbs, write } of classes) {
    const expected = steps
      .filter((step) => step.kind === kind && verbs.includes(step.verb))
      .reduce((sum, step) => sum + step.count, 0);
    if (expected === 0) continue;
    const written = await write(tx, range, connectionId, now);
    if (written !== expected) throw new StepsMismatched(kind, expected, written);
  }
}
