import { operatorsWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import * as schemas from "../schemas/ldap-attribute.ts";

const tag = "LDAP";
const path = "/api/v1/ldap/attributes";
const read = readersWith("integration:write");
const write = operatorsWith("integration:write");

/** Field relations: what feeds which LDAP attribute of people. */
export const ldapAttributeRoutes = {
  getLdapAttributes: defineRoute({
    id: "getLdapAttributes",
    method: "GET",
    path,
    tag,
    summary: "Which field feeds which attribute, and what is wrong with it",
    permission: read,
    responses: { 200: schemas.ldapAttributes },
    errorCodes: [],
  }),
  replaceLdapAttributes: defineRoute({
    id: "replaceLdapAttributes",
    method: "PUT",
    path,
    tag,
    summary: "Replace all field relations; LDAP shows it within a second",
    permission: write,
    body: schemas.ldapAttributesReplacement,
    responses: { 200: schemas.ldapAttributes },
    errorCodes: ["setting_declared", "relations_changed_meanwhile", "relations_invalid"],
  }),
  getLdapAttributeChoices: defineRoute({
    id: "getLdapAttributeChoices",
    method: "GET",
    path: `${path}/choices`,
    tag,
    summary: "What relations can be made of: attributes, fields, custom attributes, profiles",
    permission: read,
    responses: { 200: schemas.ldapAttributeChoices },
    errorCodes: [],
  }),
  previewLdapAttributes: defineRoute({
    id: "previewLdapAttributes",
    method: "POST",
    path: `${path}/preview`,
    tag,
    summary: "Check relations before they are saved, and show them on a person",
    permission: read,
    body: schemas.ldapAttributesTrial,
    responses: { 200: schemas.ldapAttributesPreview },
    errorCodes: ["user_not_found"],
  }),
};
