import type { Config } from "../config/load.ts";
import { type Access, findSession, makeAccess, makeLink, makeSetupToken } from "../features/access/index.ts";
import type { Users } from "../features/directory/ports.ts";
import { prepareLdapPassword } from "../features/provisioning/index.ts";
import { type Clock, plus } from "../platform/clock/clock.ts";
import type { SecretBox } from "../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { SessionFinder } from "../platform/http/index.ts";
import type { Logger } from "../platform/log/logger.ts";

/** Accounts and access of a server that starts. */
export interface Entrance {
  readonly access: Access;
  readonly findSession: SessionFinder;
  /** The address people reach this server under: the one that is set, else what it listens on. Without a slash at its end. */
  readonly publicUrl: () => Promise<string>;
  /** Says where the server answers; while nobody is an owner, returns and logs the address of the first set-up. */
  open(url: string): Promise<string | null>;
  /** An address that signs an existing user in, once, within a day. For the demo. */
  makeSignInUrl(username: string): Promise<string>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Puts accounts and access together from the configuration. */
export function makeEntrance(parts: {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly users: Users;
  readonly log: Logger;
}): Entrance {
  const { config, database, clock, box, users, log } = parts;
  const db = database.kysely;
  let listened = "";
  const access = makeAccess({
    db,
    clock,
    box,
    declared: {
      publicUrl: config.public_url,
      deletedDays: config.retention.deleted_days,
      ldapAppPasswordsOnly: config.ldap.app_passwords_only,
      declared: [
        ...(config.declared["public_url"] ? (["public_url"] as const) : []),
        ...(config.declared["retention.deleted_days"] ? (["deleted_days"] as const) : []),
        ...(config.declared["ldap.app_passwords_only"] ? (["ldap_app_passwords_only"] as const) : []),
      ],
      allowInsecureHttp: config.allow_insecure_http,
    },
    findUser: (user) => users.find(user),
    listenedUrl: () => listened,
    notePassword: (password) => prepareLdapPassword(db, password),
  });
  return {
    access,
    publicUrl: async () => (await access.settings.read()).publicUrl ?? listened,
    findSession: (secret) => findSession(db, secret, clock.now()),
    async open(url) {
      listened = url;
      const token = await makeSetupToken(db, clock.now());
      if (token === null) return null;
      const address = `${url}/setup#token=${token}`;
      // Whoever reads the log of a server that nobody owns yet is its administrator.
      log.warn({ url: address }, "nobody is an owner yet: open this address to set up");
      return address;
    },
    async makeSignInUrl(username) {
      const user = await users.find({ kind: "username", username });
      if (!user) throw new Error(`there is no user ${username} to sign in`);
      const now = clock.now();
      const by = { kind: "system", id: null, name: "demo" } as const;
      const token = await makeLink(db, { purpose: "sign_in", userId: user.id, by, now, expiresAt: plus(now, DAY_MS) });
      return `${listened}/sign-in-link#token=${token}`;
    },
  };
}
