import type { LdapRelationView, LdapValueSourceView } from "@larkbridge/contract";

export type Relation = LdapRelationView;
export type Source = LdapValueSourceView;
export type SourceKind = "field" | "custom" | "constant";
/** What may be done to a value before it is shown. */
export const CHANGES = ["lower", "upper", "local_part", "pinyin"] as const;
export type Change = (typeof CHANGES)[number];

/** Where a source takes its value from. */
export function kindOf(source: Source): SourceKind {
  if ("constant" in source) return "constant";
  return "custom" in source ? "custom" : "field";
}

/** As the server takes it: without what it told beside each relation. */
export function toRelations(relations: readonly Relation[]): Relation[] {
  return relations.map(({ attribute, first_of }) => ({ attribute, first_of: first_of.map(tidy) }));
}

/** Whether two sets feed the same attributes from the same sources, in whatever order the attributes stand. */
export function isSame(one: readonly Relation[], other: readonly Relation[]): boolean {
  return keyOf(one) === keyOf(other);
}

/** Puts a relation in the place of the one of its attribute, or behind the others. */
export function withRelation(relations: readonly Relation[], relation: Relation): Relation[] {
  const isThere = relations.some(({ attribute }) => attribute === relation.attribute);
  return isThere
    ? relations.map((one) => (one.attribute === relation.attribute ? relation : one))
    : [...relations, relation];
}

/** Takes the relation of an attribute away: it is no longer served. */
export function withoutRelation(relations: readonly Relation[], attribute: string): Relation[] {
  return relations.filter((one) => one.attribute !== attribute);
}

/** Replaces the source at a place; null takes it away. */
export function withSource(sources: readonly Source[], at: number, source: Source | null): Source[] {
  return sources.flatMap((one, index) => (index === at ? (source === null ? [] : [source]) : [one]));
}

/** Moves a source one place towards the front: it is tried earlier. */
export function movedUp(sources: readonly Source[], at: number): Source[] {
  const moved = [...sources];
  const [source] = moved.splice(at, 1);
  if (source !== undefined) moved.splice(Math.max(0, at - 1), 0, source);
  return moved;
}

/** A field to begin another source with: one that is not tried yet, and that not everybody has, or nothing behind it counts. */
export function nextField(
  sources: readonly Source[],
  fields: readonly { readonly name: string; readonly always: boolean }[],
): string {
  const isTried = (name: string) => sources.some((source) => "field" in source && source.field === name);
  const untried = fields.filter(({ name }) => !isTried(name));
  return (untried.find(({ always }) => !always) ?? untried[0])?.name ?? "username";
}

/** No list of changes where none is made. */
function tidy(source: Source): Source {
  if ("constant" in source) return source;
  const { as, ...rest } = source;
  return as === undefined || as.length === 0 ? rest : { ...rest, as: [...as] };
}

function keyOf(relations: readonly Relation[]): string {
  return JSON.stringify(
    toRelations(relations)
      .map(({ attribute, first_of }) => [attribute, first_of.map((source) => Object.entries(source).sort())])
      .sort(([a], [b]) => String(a).localeCompare(String(b))),
  );
}
