import { findAttributeType } from "../attribute-types.ts";
import type { Department } from "../nodes.ts";
import type { PersonRecord } from "../records.ts";
import { applyChanges, heldValues } from "./evaluate.ts";
import { findField } from "./fields.ts";
import { profiles } from "./profiles.ts";
import { printSource, type Relation, type Source } from "./relation.ts";
import { splitName } from "./split-name.ts";
import { isWorkedOut } from "./worked-out.ts";

/** Values of one attribute of a person, out of what is held in memory. */
export type RelatedValues = (
  person: Readonly<{ record: PersonRecord; departments: readonly Department[] }>,
) => readonly string[];

/** Relations made ready to be asked many times: once per change, not per entry. */
export interface CompiledRelations {
  readonly relations: readonly Relation[];
  /** By the attribute's first name. An attribute without a relation is not there. */
  readonly values: Readonly<Record<string, RelatedValues>>;
  /** What has to be worked out while the directory is read, to be carried in `PersonRecord.workedOut`. */
  readonly workedOut: readonly Source[];
  /**
   * The one value of an attribute as the record alone tells it, for an index; `null` where departments have a say, so that
   * there can be none.
   */
  keyOf(attribute: string): ((record: PersonRecord) => string | null) | null;
  /** `cn` is the username: the index by username serves it, too. */
  readonly cnIsUsername: boolean;
}

/**
 * Makes checked relations ready. What the check would refuse gives no value.
 *
 * @param relations as stored; attributes by any of their names
 */
export function compileRelations(relations: readonly Relation[]): CompiledRelations {
  const values: Record<string, RelatedValues> = {};
  const sources = new Map<string, readonly Source[]>();
  for (const { attribute, first_of } of relations) {
    const type = findAttributeType(attribute);
    if (type === undefined) continue;
    sources.set(type.name, first_of);
    values[type.name] = compileSources(first_of.map(compileSource), (found) => heldValues(type, found));
  }
  const workedOut = new Map<string, Source>();
  for (const source of [...sources.values()].flat())
    if (isWorkedOut(source)) workedOut.set(printSource(source), source);
  return {
    relations,
    values,
    workedOut: [...workedOut.values()],
    cnIsUsername: (sources.get("cn") ?? []).map(printSource)[0] === "username",
    keyOf(attribute) {
      const read = values[attribute];
      if (read === undefined) return () => null;
      if ((sources.get(attribute) ?? []).some(hasSeveral)) return null;
      return (record) => read({ record, departments: [] })[0] ?? null;
    },
  };
}

type Read = RelatedValues;

function compileSources(reads: readonly Read[], hold: (found: readonly string[]) => readonly string[]): RelatedValues {
  const [only] = reads;
  if (reads.length === 1 && only) return (person) => hold(only(person));
  return (person) => {
    for (const read of reads) {
      const held = hold(read(person));
      if (held.length > 0) return held;
    }
    return NONE;
  };
}

const NONE: readonly string[] = [];
const one = (value: string | null | undefined): readonly string[] =>
  value === null || value === undefined || value === "" ? NONE : [value];

function compileSource(source: Source): Read {
  if ("constant" in source) {
    const constant = [source.constant];
    return () => constant;
  }
  if (isWorkedOut(source)) {
    const key = printSource(source);
    return ({ record }) => one(record.workedOut?.[key]);
  }
  const read = "field" in source ? readField(source.field) : () => NONE;
  const changes = source.as ?? [];
  if (changes.length === 0) return read;
  // Pinyin never comes here: it is worked out while the directory is read.
  return (person) => read(person).flatMap((value) => one(applyChanges(value, changes, () => "")));
}

function readField(name: string): Read {
  switch (name) {
    case "username":
      return ({ record }) => [record.username];
    case "name":
      return ({ record }) => one(record.name);
    case "family_name":
      return ({ record }) => one(splitName(record.name).family);
    case "given_name":
      return ({ record }) => one(splitName(record.name).given);
    case "email":
      return ({ record }) => one(record.email);
    case "mobile":
      return ({ record }) => one(record.mobile);
    case "employee_no":
      return ({ record }) => one(record.employeeNo);
    case "job_title":
      return ({ record }) => one(record.jobTitle);
    case "department_names":
      return ({ departments }) => departments.map(({ record }) => record.name);
    case "department_slugs":
      return ({ departments }) => departments.map(({ record }) => record.slug);
    default:
      return () => NONE;
  }
}

function hasSeveral(source: Source): boolean {
  return "field" in source && findField(source.field)?.several === true;
}

/** Those of a new installation. */
export const defaultRelations = compileRelations(profiles.default);
