/** The LDAP server; what boot needs of it. */
export { startLdapServer } from "./listener.ts";
export type { BindOutcome } from "./ports.ts";
