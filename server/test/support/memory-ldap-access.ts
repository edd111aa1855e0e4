import { err, ok } from "../../src/core/kernel/result.ts";
import type {
  AppPassword,
  AppPasswordList,
  LdapAccess,
  LdapServiceAccount,
} from "../../src/features/ldap-access/ports.ts";
import { AT, userId } from "./api-samples.ts";

/** LDAP that lives in memory: one service account, one app password, and nobody connected. */

const ACCOUNT: LdapServiceAccount = {
  id: userId(990),
  name: "gitlab",
  description: "Code",
  enabled: true,
  baseDn: null,
  attributes: null,
  everyone: false,
  groups: [{ id: userId(970), name: "Developers" }],
  departments: [],
  passwordChangedAt: AT,
  lastUsedAt: AT,
  lastUsedAddress: "192.0.2.7",
  createdAt: AT,
  updatedAt: AT,
};
const PASSWORD: AppPassword = {
  id: userId(950),
  name: "Mail",
  createdAt: AT,
  lastUsedAt: null,
  lastUsedAddress: null,
};
const LIST: AppPasswordList = {
  items: [PASSWORD],
  limit: 25,
  addresses: { url: "ldap://127.0.0.1:3389", ldapsUrl: "ldaps://127.0.0.1:3636" },
  bindDn: "uid=user1,ou=people,dc=larkbridge,dc=local",
  only: false,
};

const found = async <Value>(id: string, value: Value) =>
  id === ACCOUNT.id ? ok(value) : err({ code: "ldap_service_account_not_found" as const });
const revoked = async (id: string) =>
  id === PASSWORD.id ? ok(LIST) : err({ code: "app_password_not_found" as const });

export const memoryLdapAccess: LdapAccess = {
  serviceAccounts: {
    list: async () => [ACCOUNT],
    create: async () => ok({ account: ACCOUNT, password: "s".repeat(34) }),
    update: (id) => found(id, ACCOUNT),
    replacePassword: (id) => found(id, { account: ACCOUNT, password: "s".repeat(34) }),
    remove: (id) => found(id, ACCOUNT),
  },
  appPasswords: {
    list: async () => LIST,
    create: async () => ok({ appPassword: PASSWORD, password: "s".repeat(34) }),
    revoke: (_owner, id) => revoked(id),
    listOf: async (user) => (user.kind === "username" ? ok(LIST) : err({ code: "user_not_found" })),
    revokeOf: (_user, id) => revoked(id),
  },
  testLogin: async () => err({ code: "ldap_disabled" }),
  readState: async () => ({
    host: "127.0.0.1",
    baseDn: "dc=larkbridge,dc=local",
    requireTls: false,
    appPasswordsOnly: false,
    serving: null,
  }),
};
