/** External LDAP servers that are kept equal to the directory. */
export { declareTargets } from "./declare-targets.ts";
export { followDirectory } from "./follow-directory.ts";
export { makeProvisioning, type ProvisioningDeps } from "./make-provisioning.ts";
export { prepareLdapPassword } from "./password-store.ts";
export type { LdapServers, Provisioning } from "./ports.ts";
