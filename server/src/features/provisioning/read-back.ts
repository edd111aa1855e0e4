import { NameKeys } from "../../core/ldap/provision/names.ts";
import type { EntryChange } from "../../core/ldap/provision/types.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { completeLinks } from "./link-store.ts";
import type { ServerSession } from "./ports.ts";

/** Reads back the entryUUIDs of what was made, where the answers did not tell them, so that it is found again wherever it goes. */
export async function readBack(
  { database, targetId }: { readonly database: Pick<OpenDatabase, "kysely">; readonly targetId: string },
  session: ServerSession,
  branches: readonly string[],
  unknown: readonly EntryChange[],
): Promise<void> {
  const keys = new NameKeys();
  const made = new Map<string, EntryChange>();
  for (const change of unknown) if (change.linked) made.set(keys.keyOf(change.dn), change);
  if (made.size === 0) return;
  let writing: Promise<void> = Promise.resolve();
  for (const branch of branches) {
    // What a page says is written while the next ones are on their way.
    await session.readBelow(branch, ["entryUUID"], (entries) => {
      const uuids = entries.flatMap(({ dn, uuid }) => {
        const change = made.get(keys.keyOf(dn));
        return change ? [{ kind: change.kind, subject: change.subject, uuid }] : [];
      });
      writing = writing.then(() => completeLinks(database.kysely, targetId, uuids));
      // Told below: the reading goes on meanwhile.
      writing.catch(() => undefined);
    });
  }
  await writing;
}
