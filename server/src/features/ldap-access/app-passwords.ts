import { err, ok } from "../../core/kernel/result.ts";
import { escapeDnValue } from "../../core/ldap/dn.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { newTypedSecret } from "../../platform/crypto/typed-secret.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { actorOf } from "../../platform/http/index.ts";
import { isOwnerLike } from "../access/index.ts";
import type { UserDetail, UserRef } from "../directory/index.ts";
import { APP_PASSWORD_LIMIT, deleteAppPassword, insertAppPassword, readAppPasswords } from "./app-password-store.ts";
import type { AppPasswordList, AppPasswordOwner, AppPasswords } from "./ports.ts";

export interface AppPasswordParts {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  readonly findUser: (user: UserRef) => Promise<UserDetail | undefined>;
  /** Null while LDAP is off. */
  readonly baseDn: string | null;
  readonly addresses: AppPasswordList["addresses"];
  readonly readAppPasswordsOnly: () => Promise<boolean>;
}

/** Makes the use cases about passwords for applications that sign people in by LDAP (ldap.md 3.5). */
export function makeAppPasswords({
  db,
  clock,
  findUser,
  baseDn,
  addresses,
  readAppPasswordsOnly,
}: AppPasswordParts): AppPasswords {
  const list = async ({ id, username }: AppPasswordOwner): Promise<AppPasswordList> => ({
    items: await readAppPasswords(db, id),
    limit: APP_PASSWORD_LIMIT,
    bindDn: baseDn === null ? null : `uid=${escapeDnValue(username)},ou=people,${baseDn}`,
    addresses,
    only: await readAppPasswordsOnly(),
  });
  const missing = (user: UserRef) =>
    err({ code: "user_not_found" as const, detail: { ref: Object.values(user)[1] as string } });

  return {
    list,
    async create(owner, name, actor) {
      const secret = newTypedSecret();
      const made = await insertAppPassword(db, owner.id, name, secret.hash, actor, clock.now());
      return made.ok ? ok({ appPassword: made.value, password: secret.text }) : made;
    },
    async revoke(owner, id, actor) {
      const revoked = await deleteAppPassword(db, owner.id, id, actor);
      return revoked.ok ? ok(await list(owner)) : revoked;
    },
    async listOf(user) {
      const found = await findUser(user);
      return found ? ok(await list(found)) : missing(user);
    },
    async revokeOf(user, id, principal) {
      const found = await findUser(user);
      if (!found) return missing(user);
      if (found.role === "owner" && !isOwnerLike(principal)) return err({ code: "owner_protected" });
      const revoked = await deleteAppPassword(db, found.id, id, actorOf(principal));
      return revoked.ok ? ok(await list(found)) : revoked;
    },
  };
}
