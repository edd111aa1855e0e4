import { err, ok } from "../../core/kernel/result.ts";
import { attributeTypes } from "../../core/ldap/attribute-types.ts";
import { makeProjector } from "../../core/ldap/entry.ts";
import { freeAttributes } from "../../core/ldap/relations/attributes.ts";
import { findMistakes, type RelationFinding } from "../../core/ldap/relations/check.ts";
import { findTroubles } from "../../core/ldap/relations/check-directory.ts";
import { compileRelations } from "../../core/ldap/relations/compile.ts";
import { type Evaluation, evaluateRelation, type Romanize } from "../../core/ldap/relations/evaluate.ts";
import { findProfile } from "../../core/ldap/relations/profiles.ts";
import { printSource, type Relation } from "../../core/ldap/relations/relation.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { loadRomanizer } from "../../platform/romanize/romanize.ts";
import { readPersonTree, readRelatedPerson } from "./ldap-person-reader.ts";
import { readRelationChoices, readRelationFacts } from "./ldap-relation-facts-reader.ts";
import type {
  JudgedRelations,
  LdapRelations,
  PreviewedAttribute,
  PreviewedPerson,
  ReadUnreadable,
  RelationsInForce,
} from "./ldap-relation-ports.ts";
import { readStoredRelations, replaceStoredRelations } from "./ldap-relation-store.ts";
import { fieldsOfRow } from "./ldap-worked-out.ts";
import type { UserDetail } from "./ports.ts";
import { findUser } from "./user-detail-reader.ts";

type Db = OpenDatabase["kysely"];

/** Reads the relations in force: declared ones, else those the console set. */
export type ReadRelations = (db: Db) => Promise<RelationsInForce>;

/** Makes it. What a file or the environment declares is stronger than the database (product.md 5.9). */
export function makeReadRelations(declared: readonly Relation[] | null): ReadRelations {
  if (declared === null) return readStoredRelations;
  const inForce = { version: 0, relations: declared, updatedBy: null, updatedAt: null };
  return () => Promise.resolve(inForce);
}

export interface LdapRelationParts {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
  readonly baseDn: string;
  readonly declared: readonly Relation[] | null;
  readonly readUnreadable: ReadUnreadable;
}

/** Makes the use cases about field relations. */
export function makeLdapRelations(parts: LdapRelationParts): LdapRelations {
  const { kysely } = parts.database;
  const readRelations = makeReadRelations(parts.declared);
  const judge = async (inForce: RelationsInForce): Promise<JudgedRelations> => ({
    ...inForce,
    declared: parts.declared !== null,
    profile: findProfile(inForce.relations),
    findings: await checkRelations(kysely, inForce.relations, parts.readUnreadable),
  });
  return {
    read: async () => judge(await readRelations(kysely)),
    async checkForRun() {
      const { relations, findings } = await judge(await readRelations(kysely));
      const broken = findings.filter(({ severity }) => severity !== "warning");
      return broken.length > 0 ? err({ code: "relations_broken", findings: broken }) : ok(compileRelations(relations));
    },
    async readChoices() {
      return { ...(await readRelationChoices(kysely)), unreadable: await parts.readUnreadable() };
    },
    async replace(relations, version, actor) {
      if (parts.declared !== null) return err({ code: "setting_declared", detail: { setting: "ldap.attributes" } });
      const findings = findMistakes(relations).filter(({ severity }) => severity === "invalid");
      if (findings.length > 0) return err({ code: "relations_invalid", findings });
      const replaced = await replaceStoredRelations(kysely, relations, version, actor, parts.clock.now());
      return replaced.ok ? ok(await judge(replaced.value)) : replaced;
    },
    async tryOut(draft, ref) {
      const { relations: inForce } = await readRelations(kysely);
      const relations = draft ?? inForce;
      const user = ref === null ? null : await findUser(kysely, ref);
      if (user === undefined) return err({ code: "user_not_found" });
      return ok({
        findings: await checkRelations(kysely, relations, parts.readUnreadable),
        person: user && (await preview(kysely, parts.baseDn, user, relations, inForce)),
      });
    },
  };
}

/** Everything wrong with relations, in themselves and against the directory. */
async function checkRelations(
  db: Db,
  relations: readonly Relation[],
  readUnreadable: ReadUnreadable,
): Promise<readonly RelationFinding[]> {
  const [facts, unreadable] = await Promise.all([readRelationFacts(db, relations), readUnreadable()]);
  return [...findMistakes(relations), ...findTroubles(relations, { ...facts, unreadable: unreadable ?? new Map() })];
}

async function preview(
  db: Db,
  baseDn: string,
  user: UserDetail,
  relations: readonly Relation[],
  inForce: readonly Relation[],
): Promise<PreviewedPerson> {
  const person = await readRelatedPerson(db, user.id);
  if (person === undefined) throw new Error(`the user ${user.id} is gone`);
  const romanize = await loadRomanizer();
  const fields = fieldsOfRow(person.row, person.departments);
  const evaluate = (all: readonly Relation[], attribute: string) => evaluateOf(all, attribute, fields, romanize);
  const related = freeAttributes.flatMap(({ name }): PreviewedAttribute[] => {
    const [now, then] = [evaluate(relations, name), evaluate(inForce, name)];
    if (now === null && then === null) return [];
    return [
      {
        name,
        values: now?.values ?? [],
        served: then?.values ?? [],
        origin: "relation",
        expression: now?.source ? printSource(now.source) : null,
        passedOver: (now?.passedOver ?? []).map(({ source, reason, value }) => ({
          expression: printSource(source),
          reason,
          value,
        })),
      },
    ];
  });
  const fixed = person.listed ? await readFixed(db, baseDn, user, relations) : { dn: "", attributes: [] };
  const { id, username, name } = user;
  return { id, username, name, dn: fixed.dn, listed: person.listed, attributes: [...related, ...fixed.attributes] };
}

function evaluateOf(
  relations: readonly Relation[],
  attribute: string,
  fields: ReturnType<typeof fieldsOfRow>,
  romanize: Romanize,
): Evaluation | null {
  const type = attributeTypes.find(({ name }) => name === attribute);
  const relation = relations.find(({ attribute: own }) => type?.names.some((name) => isSame(name, own)));
  return type && relation ? evaluateRelation(type, relation.first_of, fields, romanize) : null;
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Sees everything: what an entry holds, whoever may ask for it. */
const EVERYTHING = { sees: () => true, seesAttribute: () => true };

/** Attributes that no relation feeds, as the entry shows them. */
async function readFixed(
  db: Db,
  baseDn: string,
  user: UserDetail,
  relations: readonly Relation[],
): Promise<{ readonly dn: string; readonly attributes: readonly PreviewedAttribute[] }> {
  const tree = await readPersonTree(db, baseDn, user.id, compileRelations(relations));
  const node = tree.personById.get(user.id);
  if (node === undefined) throw new Error(`the user ${user.id} has no name in LDAP`);
  const entry = makeProjector(tree, EVERYTHING).show(node);
  const fixed = attributeTypes.filter((type) => !freeAttributes.includes(type) && type.shown !== "named");
  const attributes = fixed.flatMap(({ name }): PreviewedAttribute[] => {
    const values = entry.values(name);
    if (values.length === 0) return [];
    return [{ name, values, served: values, origin: "fixed", expression: null, passedOver: [] }];
  });
  return { dn: entry.dn, attributes };
}
