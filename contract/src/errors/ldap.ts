import { errorFamily } from "./entry.ts";

/** Service accounts and app passwords of LDAP. */
export const ldapErrors = errorFamily({
  ldap_disabled: {
    status: 409,
    title: "LDAP is off",
    message: "LDAP is not served.",
    cause: "`ldap.enabled` is false in the configuration file or the environment.",
    cure: "Set it to true (LARKBRIDGE_LDAP_ENABLED) and restart.",
  },
  ldap_service_account_not_found: {
    status: 404,
    title: "No such service account",
    message: "There is no such service account.",
    cause: "It was removed, or the id belongs to something else.",
    cure: "Read the list again.",
  },
  ldap_service_account_name_taken: {
    status: 409,
    title: "The name is taken",
    message: "There is a service account {name} already.",
    cause: "The name is part of what an application binds as, so each is given once.",
    cure: "Choose another name, or use the account that is there.",
  },
  ldap_base_dn_outside: {
    status: 422,
    title: "Not a name below our base",
    message: "{base_dn} is not a distinguished name at or below {ours}.",
    cause: "It is misspelt, or of another directory.",
    cure: "Name a branch such as ou=people,{ours}, or leave it out.",
  },
  ldap_attribute_unknown: {
    status: 422,
    title: "Attributes that are not served",
    message: "These attributes are not served: {attributes}.",
    cause: "They are misspelt, or of another directory.",
    cure: "Take names of the subschema: ldapsearch -x -s base -b cn=Subschema attributeTypes.",
  },
  app_password_not_found: {
    status: 404,
    title: "No such app password",
    message: "There is no such app password.",
    cause: "It was revoked already, or belongs to somebody else.",
    cure: "Read the list again.",
  },
  app_password_name_taken: {
    status: 409,
    title: "The name is taken",
    message: "There is an app password {name} already.",
    cause: "Each is made for one application, so that it can be revoked alone.",
    cure: "Choose another name, or revoke the one that is there.",
  },
  app_password_limit: {
    status: 409,
    title: "Too many app passwords",
    message: "A person has {limit} app passwords at most.",
    cause: "All of them are in use, or were never revoked.",
    cure: "Revoke one that is no longer used; the list tells when each was used last.",
  },
});
