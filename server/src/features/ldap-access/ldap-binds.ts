import type { Standing } from "../../core/ldap/viewer.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { makePasswordQueue } from "../../platform/crypto/password-queue.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeNoteUse } from "./last-use-store.ts";
import { type BindPerson, makePersonBind, type PersonBind } from "./person-bind.ts";
import { makeServiceBind, type ServiceBind } from "./service-bind.ts";
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
  ): Bind | Promise<Bind>;
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
  const now = () => performance.now();
  const standings = await startStandings({ ...parts, now });
  const verified = makeVerifiedBinds(now);
  const bindPerson = makePersonBind({ db, clock, standings, verified, passwords: makePasswordQueue(), allowUnchanged });
  const bindService = makeServiceBind(db, clock, standings);
  const noteUse = makeNoteUse(db, clock, now, onFault);
  /** Notes the use of what was made for applications; a client is not told why it is refused. */
  const settle = (bound: PersonBind | ServiceBind, address: string): Bind => {
    if (bound.kind !== "bound") return { kind: bound.kind };
    if ("id" in bound) noteUse("service", bound.id, address);
    else if (bound.standing.credential.kind === "app") noteUse("app_password", bound.standing.credential.id, address);
    return { kind: "bound", standing: bound.standing };
  };
  return {
    bind({ kind, name }, password, address) {
      const bound = (kind === "service" ? bindService : bindPerson)(name, password, address);
      return bound instanceof Promise ? bound.then((one) => settle(one, address)) : settle(bound, address);
    },
    bindPerson,
    standings,
    stop: () => standings.stop(),
  };
}
