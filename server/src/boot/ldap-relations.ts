import type { Config } from "../config/load.ts";
import { type LdapRelations, makeLdapRelations } from "../features/directory/index.ts";
import type { ConnectionStore } from "../features/integration/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import { declaredRelations } from "./declared-relations.ts";

export interface LdapRelationsBoot {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly connections: ConnectionStore;
}

/** Puts the use cases about field relations together. */
export function composeLdapRelations({ config, database, clock, connections }: LdapRelationsBoot): LdapRelations {
  return makeLdapRelations({
    database,
    clock,
    baseDn: config.ldap.base_dn,
    declared: declaredRelations(config),
    readUnreadable: makeReadUnreadable(connections),
  });
}

/** What the last check of the app could not read, by Feishu's keys; null before the first check. */
export function makeReadUnreadable({ findMain }: Pick<ConnectionStore, "findMain">) {
  return async (): Promise<ReadonlyMap<string, string | null> | null> => {
    const diagnosis = (await findMain())?.lastDiagnosis;
    if (!diagnosis) return null;
    const unreadable = new Map(
      diagnosis.fields.filter(({ readable }) => readable === false).map(({ field, permission }) => [field, permission]),
    );
    // An address is `email`, else `enterprise_email` (product.md 5.7): one of the two is enough.
    if (!unreadable.has("enterprise_email")) unreadable.delete("email");
    return unreadable;
  };
}
