/** The LDAP server; what boot needs of it. */
export { type LdapServer, startLdapServer } from "./listener.ts";
