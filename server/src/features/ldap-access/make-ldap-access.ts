import type { Tree } from "../../core/ldap/tree.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { UserDetail, UserRef } from "../directory/index.ts";
import { makeAppPasswords } from "./app-passwords.ts";
import type { LdapBinds } from "./ldap-binds.ts";
import type { LdapAccess, LdapServing, LdapState } from "./ports.ts";
import { makeServiceAccounts } from "./service-accounts.ts";
import { makeTestLogin, testNothing } from "./test-login.ts";

/** What LDAP's accounts and passwords are made of. */
export interface LdapAccessParts {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  readonly settings: Pick<LdapState, "host" | "baseDn" | "requireTls">;
  readonly findUser: (user: UserRef) => Promise<UserDetail | undefined>;
  readonly readAppPasswordsOnly: () => Promise<boolean>;
  /** LDAP as this process serves it; null while it is off. */
  readonly served: {
    readonly binds: LdapBinds;
    readonly tree: () => Tree;
    readonly addresses: Pick<LdapServing, "url" | "ldapsUrl">;
    readonly describe: () => Promise<LdapServing>;
  } | null;
}

/** Puts LDAP's accounts and passwords together. */
export function makeLdapAccess(parts: LdapAccessParts): LdapAccess {
  const { db, clock, settings, findUser, readAppPasswordsOnly, served } = parts;
  return {
    serviceAccounts: makeServiceAccounts(db, clock, settings.baseDn),
    appPasswords: makeAppPasswords({
      db,
      clock,
      findUser,
      baseDn: served ? settings.baseDn : null,
      addresses: served?.addresses ?? null,
      readAppPasswordsOnly,
    }),
    testLogin: served ? makeTestLogin({ db, ...served }) : testNothing,
    readState: async () => ({
      ...settings,
      appPasswordsOnly: await readAppPasswordsOnly(),
      serving: served ? await served.describe() : null,
    }),
  };
}
