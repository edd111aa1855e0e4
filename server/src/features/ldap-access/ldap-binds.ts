import type { Standing } from "../../core/ldap/viewer.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { makePasswordQueue } from "../../platform/crypto/password-queue.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeNoteUse } from "./last-use-store.ts";
import { type BindPerson, makePersonBind } from "./person-bind.ts";
import { makeServiceBind } from "./service-bind.ts";
import { type Standings, startStandings } from "./standings.ts";
import { makeVerifiedBinds } from "./verified-binds.ts";

export type Bind =
  | { readonly kind: "bound"; readonly standing: Standing }
  | { readonly kind: "refused" }
  | { readonly kind: "busy" };

/** Everything that lets somebody in by LDAP on this process. */
export interface LdapBinds {
  /** Binds whoever a DN names, for a client of LDAP; notes the use of app passwords and service accounts. */
  bind(
    who: { readonly kind: "person" | "service"; readonly name: string },
    password: string,
    address: string,
  ): Promise<Bind>;
  readonly bindPerson: BindPerson;
  readonly standings: Standings;
  stop(): void;
}

export interface LdapBindParts {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  /** Own passwords that must be changed first are accepted all the same (product.md 5.11). */
  readonly allowUnchanged: boolean;
  /** What a file or the environment says; undefined: the console's word counts. */
  readonly declaredAppPasswordsOnly: boolean | undefined;
  /** Told of what goes wrong beside a bind. */
  readonly onFault: (error: unknown) => void;
}

/** Starts letting people and service accounts in. */
export async function startLdapBinds(parts: LdapBindParts): Promise<LdapBinds> {
  const { db, clock, allowUnchanged, onFault } = parts;
  const standings = await startStandings({ ...parts, now: () => performance.now() });
  const verified = makeVerifiedBinds(() => performance.now());
  const bindPerson = makePersonBind({ db, clock, standings, verified, passwords: makePasswordQueue(), allowUnchanged });
  const bindService = makeServiceBind(db, clock, standings);
  const noteUse = makeNoteUse(db, clock, onFault);
  return {
    async bind(who, password, address) {
      if (who.kind === "service") {
        const bound = await bindService(who.name, password, address);
        if (bound.kind === "bound") noteUse("service", bound.id, address);
        return bound;
      }
      const bound = await bindPerson(who.name, password, address);
      if (bound.kind !== "bound") return bound.kind === "busy" ? bound : { kind: "refused" };
      const { credential } = bound.standing;
      if (credential.kind === "app") noteUse("app_password", credential.id, address);
      return bound;
    },
    bindPerson,
    standings,
    stop: () => standings.stop(),
  };
}
