import { operatorsWith, readersWith, recently } from "../permission.ts";
import { defineRoute } from "../route.ts";
import * as schemas from "../schemas/ldap-access.ts";

const tag = "LDAP";
const base = "/api/v1/ldap";
const accounts = `${base}/service-accounts`;
const params = schemas.serviceAccountParams;
const read = readersWith("integration:write");
const write = operatorsWith("integration:write");

/** How LDAP is served, and the accounts applications search with. */
export const ldapRoutes = {
  getLdap: defineRoute({
    id: "getLdap",
    method: "GET",
    path: base,
    tag,
    summary: "How LDAP is served: addresses, certificate, connected clients of the process that answers",
    permission: read,
    responses: { 200: schemas.ldapState },
    errorCodes: [],
  }),
  testLdapLogin: defineRoute({
    id: "testLdapLogin",
    method: "POST",
    path: `${base}/test-login`,
    tag,
    summary: "Try a sign-in as an application would, step by step; a wrong password counts as one",
    permission: write,
    body: schemas.ldapLogin,
    responses: { 200: schemas.ldapLoginTrace },
    errorCodes: ["ldap_disabled"],
  }),
  listLdapServiceAccounts: defineRoute({
    id: "listLdapServiceAccounts",
    method: "GET",
    path: accounts,
    tag,
    summary: "Accounts that applications search with, by name",
    permission: read,
    responses: { 200: schemas.serviceAccountList },
    errorCodes: [],
  }),
  createLdapServiceAccount: defineRoute({
    id: "createLdapServiceAccount",
    method: "POST",
    path: accounts,
    tag,
    summary: "Make an account for an application; its password is shown this once",
    permission: recently(write),
    body: schemas.newServiceAccount,
    responses: { 201: schemas.serviceAccountWithPassword },
    errorCodes: [
      "ldap_service_account_name_taken",
      "ldap_base_dn_outside",
      "ldap_attribute_unknown",
      "reference_unknown",
    ],
  }),
  updateLdapServiceAccount: defineRoute({
    id: "updateLdapServiceAccount",
    method: "PATCH",
    path: `${accounts}/:id`,
    tag,
    summary: "Change an account; what it may see changes within a second, on open connections too",
    permission: write,
    params,
    body: schemas.serviceAccountChanges,
    responses: { 200: schemas.serviceAccount },
    errorCodes: [
      "ldap_service_account_not_found",
      "ldap_base_dn_outside",
      "ldap_attribute_unknown",
      "reference_unknown",
    ],
  }),
  replaceLdapServiceAccountPassword: defineRoute({
    id: "replaceLdapServiceAccountPassword",
    method: "POST",
    path: `${accounts}/:id/password`,
    tag,
    summary: "Give an account another password, shown this once; the one before no longer counts",
    permission: recently(write),
    params,
    responses: { 200: schemas.serviceAccountWithPassword },
    errorCodes: ["ldap_service_account_not_found"],
  }),
  deleteLdapServiceAccount: defineRoute({
    id: "deleteLdapServiceAccount",
    method: "DELETE",
    path: `${accounts}/:id`,
    tag,
    summary: "Remove an account; its open connections see nothing any more",
    permission: write,
    params,
    responses: { 200: schemas.serviceAccount },
    errorCodes: ["ldap_service_account_not_found"],
  }),
};
