/** External LDAP servers over ldapts, whose traps end here (ldap.md 2.6). */
export { probeLdap } from "./probe.ts";
export { openLdapSession } from "./session.ts";
