/** External LDAP servers over ldapts, whose traps end here (ldap.md 2.6). */
export type { LdapAddress } from "./address.ts";
export { LdapUnusable, WriteFailure } from "./failure.ts";
export { probeLdap } from "./probe.ts";
export { type LdapSession, type Modification, openLdapSession } from "./session.ts";
