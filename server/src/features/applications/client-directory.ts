import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeAdmissionReader } from "./admission-reader.ts";
import { readUserClaims } from "./claims-reader.ts";
import { findEnabledClient, rememberUse } from "./client-store.ts";
import type { ClientDirectory } from "./ports.ts";

/** Makes what the OpenID provider asks of the directory; nothing is kept between two questions. */
export function makeClientDirectory({
  database,
  clock,
}: {
  readonly database: Pick<OpenDatabase, "kysely" | "pool">;
  readonly clock: Clock;
}): ClientDirectory {
  const { kysely } = database;
  return {
    findClient: (clientId) => findEnabledClient(kysely, clientId),
    mayUse: makeAdmissionReader(database),
    readClaims: (userId, claims) => readUserClaims(kysely, userId, claims),
    noteUse: (clientId) => rememberUse(kysely, clientId, clock.now()),
  };
}
