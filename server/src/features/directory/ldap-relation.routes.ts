import {
  errors,
  type LdapAttributeChoicesView,
  type LdapAttributesPreviewView,
  type LdapAttributesView,
  type LdapRelationFindingView,
  type LdapRelationView,
  renderMessage,
  routes,
} from "@larkbridge/contract";
import { compulsoryAttributes, fixedAttributes, freeAttributes } from "../../core/ldap/relations/attributes.ts";
import type { RelationFinding } from "../../core/ldap/relations/check.ts";
import { fields } from "../../core/ldap/relations/fields.ts";
import { PROFILES, profiles } from "../../core/ldap/relations/profiles.ts";
import { printSources, type Relation } from "../../core/ldap/relations/relation.ts";
import { actorOf, type HttpScope, registerRoute, replyWith, respond } from "../../platform/http/index.ts";
import type { JudgedRelations, LdapRelations, RelationChoices, RelationTrial } from "./ldap-relation-ports.ts";
import { parseUserRef } from "./refs.ts";

/** Registers field relations of LDAP. */
export function registerLdapRelationRoutes(
  scope: HttpScope,
  { ldapRelations }: { readonly ldapRelations: LdapRelations },
): void {
  registerRoute(scope, routes.getLdapAttributes, async () => respond(200, toAttributes(await ldapRelations.read())));

  registerRoute(scope, routes.replaceLdapAttributes, async ({ body, principal }) => {
    const replaced = await ldapRelations.replace(body.relations, body.version, actorOf(principal));
    if (replaced.ok || !("findings" in replaced.error)) return replyWith(200, replaced, toAttributes);
    const { code, findings } = replaced.error;
    return {
      ok: false,
      error: { code, reasons: findings.map(({ code: reason, detail }) => ({ code: reason, detail })) },
    };
  });

  registerRoute(scope, routes.getLdapAttributeChoices, async () =>
    respond(200, toChoices(await ldapRelations.readChoices())),
  );

  registerRoute(scope, routes.previewLdapAttributes, async ({ body }) =>
    replyWith(
      200,
      await ldapRelations.tryOut(body.relations, body.user === null ? null : parseUserRef(body.user)),
      toPreview,
    ),
  );
}

function toAttributes(judged: JudgedRelations): LdapAttributesView {
  return {
    version: judged.version,
    declared: judged.declared,
    profile: judged.profile,
    relations: judged.relations.map((relation) => ({
      ...toRelation(relation),
      expression: printSources(relation.first_of),
    })),
    findings: judged.findings.map(toFinding),
    updated_by: judged.updatedBy,
    updated_at: judged.updatedAt,
  };
}

function toRelation({ attribute, first_of: sources }: Relation): LdapRelationView {
  return {
    attribute,
    first_of: sources.map((source) => {
      if ("constant" in source) return source;
      const { as } = source;
      return { ...source, ...(as ? { as: [...as] } : {}) };
    }),
  } as LdapRelationView;
}

function toFinding({ severity, code, attribute, detail }: RelationFinding): LdapRelationFindingView {
  const { cure } = errors[code];
  return { severity, code, attribute, message: renderMessage(code, detail), cure, values: { ...detail } };
}

const ACCEPTS = { text: "text", ia5: "ascii", phone: "phone" } as const;

function toChoices({ people, custom, unreadable }: RelationChoices): LdapAttributeChoicesView {
  return {
    attributes: freeAttributes.map(({ name, names, kind, single }) => ({
      name,
      other_names: names.slice(1),
      accepts: ACCEPTS[kind as keyof typeof ACCEPTS],
      single,
      compulsory: compulsoryAttributes.includes(name),
    })),
    fixed: Object.entries(fixedAttributes).map(([name, from]) => ({ name, from })),
    fields: fields.map(({ name, several, always, feishuKey }) => {
      const isUnreadable = feishuKey !== null && unreadable?.has(feishuKey) === true;
      return {
        name,
        several,
        always,
        people: people.get(name) ?? 0,
        readable: feishuKey === null || unreadable === null ? null : !isUnreadable,
        permission: isUnreadable ? (unreadable?.get(feishuKey) ?? null) : null,
      };
    }),
    custom: custom.map((one) => ({ ...one })),
    profiles: PROFILES.map((name) => ({ name, relations: profiles[name].map(toRelation) })),
  };
}

function toPreview({ findings, person }: RelationTrial): LdapAttributesPreviewView {
  return {
    findings: findings.map(toFinding),
    person: person && {
      id: person.id,
      username: person.username,
      name: person.name,
      dn: person.dn,
      listed: person.listed,
      attributes: person.attributes.map(({ passedOver, values, served, ...attribute }) => ({
        ...attribute,
        values: [...values],
        served: [...served],
        passed_over: passedOver.map((one) => ({ ...one })),
      })),
    },
  };
}
