import fc from "fast-check";
import { expect, test } from "vitest";
import { makeWorld } from "../../../test/support/ldap-world.ts";
import type { UserId } from "../kernel/ids.ts";
import { attributeTypes } from "./attribute-types.ts";
import { findCandidates } from "./candidates.ts";
import { makeProjector } from "./entry.ts";
import type { Filter } from "./filter.ts";
import { compileFilter } from "./match.ts";
import { containers, type Node } from "./nodes.ts";
import { listScope } from "./scope.ts";
import { makeViewer, type Principal } from "./viewer.ts";

/** What an index finds is what looking at everything finds, in the same order. */
const RUNS = { numRuns: Number(process.env["LARKBRIDGE_TEST_RUNS"] ?? 1_000) };

const tree = makeWorld("dc=example,dc=com", { people: 60, departments: 7, groups: 4 });
const everything = listScope(tree, containers.base, "sub").flat();
const all: Principal = { kind: "service", id: "1", name: "app", baseDn: null, attributes: null, groups: null };
const principals: readonly Principal[] = [
  all,
  { ...all, attributes: ["uid", "cn"], groups: ["grp-g0"] },
  { ...all, baseDn: "ou=groups,dc=example,dc=com" },
  { kind: "person", id: tree.people[7]?.record.id as UserId },
];

/** What somebody has, and for every attribute something nobody has. */
const { show } = makeProjector(tree, makeViewer(tree, all));
const pairs = everything.flatMap((node) => {
  const entry = show(node);
  return attributeTypes.flatMap(({ names, name }) =>
    entry.values(name).flatMap((value) => names.map((one) => ({ attribute: one, value }))),
  );
});
const item = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...pairs) },
  fc.record({
    attribute: fc.constantFrom("nonsense", ...attributeTypes.map(({ name }) => name)),
    value: fc.constantFrom(
      "",
      "u7",
      "U7@EXAMPLE.COM",
      "e-7",
      "cn=grp-g0,ou=groups,dc=example,dc=com",
      "100007",
      "nope",
    ),
  }),
);
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 5, arbitrary: item.map((one): Filter => ({ kind: "equal", ...one })) },
    item.map(({ attribute }): Filter => ({ kind: "present", attribute })),
    item.map((one): Filter => ({ kind: "extensible", rule: null, dnAttributes: false, ...one })),
    item.map((one): Filter => ({ kind: "extensible", rule: "1.2.840.113556.1.4.1941", dnAttributes: false, ...one })),
    item.map((one): Filter => ({ kind: "atLeast", ...one })),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      parts: fc.array(tie("filter"), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("not" as const), part: tie("filter") }),
  ),
}));

test("an index finds what looking at everything finds, for every viewer", () => {
  fc.assert(
    fc.property(filter, fc.constantFrom(...principals), (asked, principal) => {
      const viewer = makeViewer(tree, principal);
      const projector = makeProjector(tree, viewer);
      const matches = compileFilter(asked);
      const found = (nodes: readonly Node[]) =>
        nodes.filter((node) => viewer.sees(node) && matches(projector.show(node)) === true);
      const candidates = findCandidates(tree, asked);
      if (candidates === undefined) return;
      expect(found(candidates)).toEqual(found(everything));
      const orders = candidates.map(({ order }) => order);
      expect(orders).toEqual([...new Set(orders)].sort((a, b) => a - b));
    }),
    RUNS,
  );
});

test("most filters with a value that somebody has are answered by an index", () => {
  const asked = fc.sample(fc.constantFrom(...pairs), { numRuns: 500, seed: 1 });
  const indexed = asked.filter((one) => findCandidates(tree, { kind: "equal", ...one }) !== undefined);
  expect(indexed.length).toBeGreaterThan(100);
});
