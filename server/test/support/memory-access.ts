import { err, ok } from "../../src/core/kernel/result.ts";
import type { Access, InstallationSettings, Operator } from "../../src/features/access/ports.ts";
import type { UserPrincipal } from "../../src/platform/http/index.ts";
import { AT, userId } from "./api-samples.ts";

const PERSON: UserPrincipal = {
  kind: "user",
  id: userId(800),
  name: "owner",
  username: "owner",
  role: "owner",
  sessionId: userId(850),
  provedAt: AT,
  mustChangePassword: false,
};
const OPENED = { principal: PERSON, secret: "o".repeat(43), until: AT, device: { secret: "d".repeat(43), until: AT } };
const OPERATOR: Operator = {
  id: userId(1),
  username: "user1",
  name: "User 1",
  email: null,
  role: "auditor",
  status: "active",
  hasPassword: true,
  totp: false,
  lastSeenAt: AT,
};
const SETTINGS: InstallationSettings = {
  publicUrl: null,
  language: null,
  deletedDays: 30,
  ldapAppPasswordsOnly: false,
  declared: [],
};

/** Accounts and access that admit everybody and remember nothing, for tests of what lies around them. */
export function memoryAccess(): Access {
  return {
    signIn: {
      signIn: async () => ok(OPENED),
      prove: async () => ok(PERSON),
      signInByLink: async () => ok(OPENED),
      signOut: async () => undefined,
    },
    setup: { isNeeded: async () => false, setUp: async () => err({ code: "setup_done" }) },
    sessions: {
      list: async () => [
        { id: userId(850), createdAt: AT, lastSeenAt: AT, expiresAt: AT, userAgent: null, address: "192.0.2.1" },
      ],
      revoke: async () => err({ code: "session_not_found" }),
      revokeOthers: async () => undefined,
    },
    ownLink: { unlink: async () => err({ code: "own_link_not_found" }) },
    accounts: {
      read: async () => ({
        email: null,
        hasPassword: true,
        mustChangePassword: false,
        totp: false,
        recoveryCodesLeft: 0,
        language: null,
        theme: null,
        feishuEmail: null,
        feishuLinked: false,
      }),
      changePreferences: async () => undefined,
      changePassword: async () => ok(null),
    },
    secondFactor: {
      enrol: async () => ok({ secret: "A", uri: "otpauth://totp/x" }),
      confirm: async () => err({ code: "totp_not_enrolled" }),
      disable: async () => undefined,
    },
    passwordLinks: {
      create: async () => ok({ url: "http://127.0.0.1/password-link#token=x", expiresAt: AT }),
      consume: async () => ok("user1"),
    },
    operators: {
      list: async () => [OPERATOR],
      appoint: async () => ok(OPERATOR),
      withdraw: async () => ok({ ...OPERATOR, role: "member" }),
    },
    settings: { read: async () => SETTINGS, change: async () => ok(SETTINGS) },
  };
}
