import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { readAdmission } from "./admission-reader.ts";
import { readUserClaims } from "./claims-reader.ts";
import { findEnabledClient, rememberUse } from "./client-store.ts";
import type { ClientDirectory } from "./ports.ts";

/** Makes what the OpenID provider asks of the directory; nothing is kept between two questions. */
export function makeClientDirectory({
  database: { kysely },
  clock,
}: {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
}): ClientDirectory {
  return {
    findClient: (clientId) => findEnabledClient(kysely, clientId),
    mayUse: (userId, clientId) => readAdmission(kysely, userId, clientId),
    readClaims: (userId, claims) => readUserClaims(kysely, userId, claims),
    noteUse: (clientId) => rememberUse(kysely, clientId, clock.now()),
  };
}
