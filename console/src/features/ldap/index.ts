/** LDAP; what the other features of it use. */
export { LdapNav } from "./ldap-nav.tsx";
export { isLoopback } from "./loopback.ts";
