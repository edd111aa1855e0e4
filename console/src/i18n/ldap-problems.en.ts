import ldapProblems from "virtual:contract-ldap-problems";

/** English words for the codes that only pages of LDAP show; loaded with them. */
export default {
  ...ldapProblems,
  ldap_base_dn_outside: {
    title: "Not a name below our base",
    cure: "Name a branch of ours, such as the one of people, or leave it out.",
  },
  ldap_target_set_by_file: {
    title: "Set by file",
    cure: "Change ldap.targets in larkbridge.yaml and restart the server.",
  },
  ldap_member_of_missing: {
    title: "memberOf is missing",
    cure: "Set up the dynlist overlay on the server; applications that filter by memberOf need it.",
  },
  ldap_scheme_missing: {
    title: "The password scheme does not work",
    cure: "Load its module (pw-sha2 for SSHA512, argon2 for ARGON2), or choose one that works.",
  },
  ldap_service_account_not_found: { title: "There is no such service account", cure: "Reload the list." },
  ldap_attribute_unknown: { title: "Attributes that are not served", cure: "Check how the names are spelt." },
  app_password_not_found: { title: "There is no such app password", cure: "Reload the list." },
  relations_changed_meanwhile: {
    title: "Somebody was quicker",
    cure: "Read the relations again and make the change there.",
  },
  relations_invalid: { title: "These relations cannot be used", cure: "Correct what is named below." },
  relations_broken: {
    title: "Field relations are broken",
    cure: "Mend them on the page of LDAP attributes; until then nothing is written.",
  },
  relation_attribute_unknown: { title: "The attribute is unknown", cure: "Choose one of the attributes offered." },
  relation_attribute_fixed: {
    title: "This attribute is not free",
    cure: "Take the relation away, or feed another attribute.",
  },
  relation_attribute_repeated: { title: "Two relations for one attribute", cure: "Keep one of them." },
  relation_missing: { title: "A compulsory attribute has no relation", cure: "Add one, such as from the name." },
  relation_may_be_empty: {
    title: "A compulsory attribute may stay empty",
    cure: "End the list of sources with the name or the username.",
  },
  relation_field_unknown: { title: "The field is unknown", cure: "Choose one of the fields offered." },
  relation_several_values: {
    title: "Several values for an attribute of one",
    cure: "Feed an attribute of several values, such as ou or businessCategory.",
  },
  relation_change_unfit: {
    title: "The change does not fit the field",
    cure: "Take the change away, or choose another field.",
  },
  relation_constant_unfit: {
    title: "The constant does not fit the attribute",
    cure: "Write it in ASCII characters, or feed another attribute.",
  },
  relation_source_unreached: {
    title: "A source is never reached",
    cure: "Put it before the others, or take it away.",
  },
  relation_custom_unknown: {
    title: "A custom attribute is gone",
    cure: "Choose another source, or allow it to be read in Feishu and sync again.",
  },
  relation_field_unreadable: {
    title: "A field cannot be read",
    cure: "Grant the permission in Feishu and publish a version, or choose another source.",
  },
  relation_field_empty: {
    title: "Nobody has this field",
    cure: "Switch the field's sync on, fill it in Feishu, or choose another source.",
  },
};
