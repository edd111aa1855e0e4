import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { ClientDirectory } from "../../features/applications/index.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { MasterKey } from "../../platform/crypto/master-key.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { HttpScope, SessionFinder, UserPrincipal } from "../../platform/http/index.ts";
import type { Logger } from "../../platform/log/logger.ts";
import { ROUTES } from "./addresses.ts";
import { makeBackground } from "./background.ts";
import { makeCurrentProvider } from "./current-provider.ts";
import { makeLoginRecords } from "./login-records.ts";
import { mountProvider } from "./mount.ts";
import { makeOwnSessions } from "./own-session.ts";
import { makeSigningKeys } from "./signing-keys.ts";

export interface OidcParts {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
  readonly key: MasterKey;
  /** Seals what the provider remembers, and its keys. */
  readonly box: SecretBox;
  readonly clients: ClientDirectory;
  readonly findSession: SessionFinder;
  readonly signOut: (principal: UserPrincipal) => Promise<void>;
  /** Without a slash at its end. */
  readonly publicUrl: () => Promise<string>;
  readonly endLostAccess: (now: Instant) => Promise<unknown>;
  readonly log: Logger;
}

/** The OpenID provider of a process. */
export interface Oidc {
  register(scope: HttpScope): Promise<void>;
  /** Addresses applications are pointed at, and the signing keys. */
  describe(): Promise<ProviderDescription>;
  rotateSigningKeys(actor: Actor): Promise<void>;
  /** Does what is due in the background, now. */
  tick(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export interface ProviderDescription {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userinfoEndpoint: string;
  readonly jwksUri: string;
  readonly endSessionEndpoint: string;
  readonly deviceAuthorizationEndpoint: string;
  readonly signingKeys: readonly {
    readonly id: string;
    readonly algorithm: string;
    readonly state: "next" | "signing" | "retired";
    readonly createdAt: Instant;
  }[];
}

/** Puts the OpenID provider together. */
export function makeOidc(parts: OidcParts): Oidc {
  const { clock, box, clients, log } = parts;
  const db = parts.database.kysely;
  const own = makeOwnSessions({ db, findSession: parts.findSession, signOut: parts.signOut });
  const records = makeLoginRecords({ db, own, clients });
  const keys = makeSigningKeys({ db, clock, box });
  const common = { db, clock, box, clients, own, records, log, keys };
  const current = makeCurrentProvider({ ...common, key: parts.key, publicUrl: parts.publicUrl });
  const background = makeBackground({ ...common, issuer: current.issuer, endLostAccess: parts.endLostAccess });
  return {
    register: (scope) => mountProvider(scope, { current, own, clock }),
    async describe() {
      const [issuer, set] = await Promise.all([current.issuer(), keys.read()]);
      return {
        issuer,
        authorizationEndpoint: issuer + ROUTES.authorization,
        tokenEndpoint: issuer + ROUTES.token,
        userinfoEndpoint: issuer + ROUTES.userinfo,
        jwksUri: issuer + ROUTES.jwks,
        endSessionEndpoint: issuer + ROUTES.end_session,
        deviceAuthorizationEndpoint: issuer + ROUTES.device_authorization,
        signingKeys: set.keys.map(({ stored: { id, algorithm, state, createdAt } }) => ({
          id,
          algorithm,
          state,
          createdAt,
        })),
      };
    },
    rotateSigningKeys: (actor) => keys.rotate(actor),
    tick: background.tick,
    start: background.start,
    stop: background.stop,
  };
}
