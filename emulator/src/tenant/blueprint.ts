import { z } from "zod";

/** The sizes a tenant is generated from. Same blueprint, same tenant, byte for byte. */
export interface Blueprint {
  readonly seed: number;
  /** People who appear in lists. */
  readonly users: number;
  /** Departments, the root not counted. */
  readonly departments: number;
  /** User-in-department pairs of listed people, the root not counted. */
  readonly memberships: number;
  /** Listed people directly under the root. */
  readonly rootPeople: number;
  readonly frozen: number;
  readonly exited: number;
  readonly unactivated: number;
  readonly unjoined: number;
  /** People who left: in no list, on top of `users`. */
  readonly resigned: number;
  /** People whose name has 10,000 characters. */
  readonly longNames: number;
}

/** A person is in at most 50 departments (feishu-contract 3.8). */
export const MOST_DEPARTMENTS_OF_A_USER = 50;

const size = (most: number) => z.number().int().min(0).max(most);

/** What may be asked for; everything has a default that follows from the number of users. */
export const blueprintInput = z.strictObject({
  seed: z.number().int().min(0).max(0x7fffffff).optional(),
  users: size(5_000_000).optional(),
  departments: size(200_000).optional(),
  memberships: size(50_000_000).optional(),
  rootPeople: size(5_000_000).optional(),
  frozen: size(5_000_000).optional(),
  exited: size(5_000_000).optional(),
  unactivated: size(5_000_000).optional(),
  unjoined: size(5_000_000).optional(),
  resigned: size(5_000_000).optional(),
  longNames: size(10_000).optional(),
});
export type BlueprintInput = z.infer<typeof blueprintInput>;

/** A wish that cannot be met, in one sentence for the person who made it. */
export class BlueprintMistake extends Error {}

/**
 * Fills in what was not asked for.
 *
 * @throws BlueprintMistake when the sizes contradict each other
 */
export function completeBlueprint(input: BlueprintInput): Blueprint {
  const users = input.users ?? 1000;
  const departments = input.departments ?? Math.ceil(users / 10);
  const rootPeople =
    departments === 0 ? users : (input.rootPeople ?? Math.min(users, Math.max(1, Math.ceil(users / 500))));
  const share = (parts: number) => Math.floor(users / parts);
  const placed = users - rootPeople;
  const blueprint = {
    seed: input.seed ?? 1,
    users,
    departments,
    memberships: input.memberships ?? (departments === 0 ? 0 : Math.min(placed * departments, Math.round(users * 1.2))),
    rootPeople,
    frozen: input.frozen ?? share(200),
    exited: input.exited ?? share(500),
    unactivated: input.unactivated ?? share(100),
    unjoined: input.unjoined ?? share(500),
    resigned: input.resigned ?? share(50),
    longNames: input.longNames ?? 0,
  };
  refuseContradictions(blueprint, placed);
  return blueprint;
}

function refuseContradictions(blueprint: Blueprint, placed: number): void {
  const { users, departments, memberships } = blueprint;
  const most = placed * Math.min(MOST_DEPARTMENTS_OF_A_USER, departments);
  if (placed < 0) throw new BlueprintMistake("there are more people under the root than users");
  if (memberships < placed || memberships > most) {
    throw new BlueprintMistake(
      `${users} users in ${departments} departments have between ${placed} and ${most} memberships (${memberships} asked)`,
    );
  }
  if (blueprint.frozen + blueprint.exited + blueprint.unactivated + blueprint.unjoined > users) {
    throw new BlueprintMistake("frozen, exited, unactivated and unjoined people are more than the users");
  }
  if (blueprint.longNames > users) throw new BlueprintMistake("there are more long names than users");
}
