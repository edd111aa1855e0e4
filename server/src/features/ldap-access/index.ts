/** Who signs in by LDAP, and as what; what the rest of the server uses of it. */
export { readDirectoryRevision } from "./access-reader.ts";
export { getSelfMadeCertificate } from "./certificate-store.ts";
export { type LdapBinds, startLdapBinds } from "./ldap-binds.ts";
export { takesClearText } from "./ldap-warnings.ts";
export { makeLdapAccess } from "./make-ldap-access.ts";
export type { LdapAccess, LdapClient, LdapServing } from "./ports.ts";
