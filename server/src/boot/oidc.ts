import type { Access } from "../features/access/index.ts";
import { endLostAccess, makeClientDirectory } from "../features/applications/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { MasterKey } from "../platform/crypto/master-key.ts";
import type { SecretBox } from "../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { SessionFinder } from "../platform/http/index.ts";
import type { Logger } from "../platform/log/logger.ts";
import { makeOidc, type Oidc } from "../protocols/oidc/index.ts";

/** Puts the OpenID provider together; `start` begins what it does by itself. */
export function composeOidc(parts: {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly key: MasterKey;
  readonly box: SecretBox;
  readonly access: Access;
  readonly findSession: SessionFinder;
  readonly publicUrl: () => Promise<string>;
  readonly log: Logger;
}): Oidc {
  const { database, clock, access } = parts;
  return makeOidc({
    ...parts,
    clients: makeClientDirectory({ database, clock }),
    signOut: (principal) => access.signIn.signOut(principal),
    endLostAccess: (now) => endLostAccess(database.kysely, now),
  });
}
