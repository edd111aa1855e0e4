import type { Clock } from "../../platform/clock/clock.ts";
import { makePasswordQueue } from "../../platform/crypto/password-queue.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { UserDetail, UserRef } from "../directory/index.ts";
import type { NotePassword } from "./note-password-store.ts";
import { makeOperators } from "./operator-store.ts";
import { makeOwnAccounts, makeOwnSessions } from "./own-account-store.ts";
import { makeOwnLink } from "./own-link-store.ts";
import { makePasswordLinks } from "./password-link-store.ts";
import type { Access } from "./ports.ts";
import { makeSecondFactor } from "./second-factor-store.ts";
import { type DeclaredSettings, makeSettings } from "./settings-store.ts";
import { makeSetup } from "./setup-store.ts";
import { makePasswordCheck, makeSignIn } from "./sign-in.ts";

/** What accounts and access are made of. */
export interface AccessParts {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly declared: DeclaredSettings;
  readonly findUser: (user: UserRef) => Promise<UserDetail | undefined>;
  /** Where links lead while no public address is set: what the server listens on. */
  readonly listenedUrl: () => string;
  readonly notePassword: NotePassword;
}

/** Puts accounts and access together. */
export function makeAccess({ db, clock, box, declared, findUser, listenedUrl, notePassword }: AccessParts): Access {
  const settings = makeSettings(db, declared);
  const secondFactor = makeSecondFactor(db, clock, box);
  const passwords = makePasswordQueue();
  const check = makePasswordCheck(db, clock, passwords, secondFactor.check);
  // The session in hand has passed the second factor already.
  const checkOwn = makePasswordCheck(db, clock, passwords, async () => "none");
  return {
    settings,
    signIn: makeSignIn(db, clock, check),
    setup: makeSetup(db, clock, settings),
    sessions: makeOwnSessions(db, clock),
    accounts: makeOwnAccounts(db, clock, checkOwn, notePassword),
    ownLink: makeOwnLink(db, clock),
    secondFactor: secondFactor.own,
    passwordLinks: makePasswordLinks(
      db,
      clock,
      findUser,
      async () => (await settings.read()).publicUrl ?? listenedUrl(),
      notePassword,
    ),
    operators: makeOperators(db, findUser),
  };
}
