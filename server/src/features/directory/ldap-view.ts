import { compileRelations } from "../../core/ldap/relations/compile.ts";
import { makeTreeBuilder, type Tree } from "../../core/ldap/tree.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { nameNewRecords } from "./ldap-name-store.ts";
import { readStoredRelations } from "./ldap-relation-store.ts";
import type { ReadRelations } from "./ldap-relations.ts";
import { readDirectoryRevision, readLdapTree } from "./ldap-tree-reader.ts";

/** The directory in memory, as LDAP serves it on this process. */
export interface LdapView {
  readonly tree: () => Tree;
  /** Brings it to the newest revision. One reading at a time: who asks meanwhile gets the one after it. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

/** How often the revision is asked for. */
const POLL_MS = 500;
/** A large directory that changes all the time is read at most a fifth of the time. */
const REST_TIMES = 4;

/**
 * Follows the directory. The first reading is over when this returns; later ones happen when the revision has moved, beside
 * whatever is served from the tree of before.
 */
export async function startLdapView(
  { kysely }: Pick<OpenDatabase, "kysely">,
  baseDn: string,
  onFault: (error: unknown) => void,
  readRelations: ReadRelations = readStoredRelations,
): Promise<LdapView> {
  let tree = makeTreeBuilder(baseDn).build();
  let revision = -1;
  let version = -1;
  let stopped = false;
  let took = 0;
  let running: Promise<void> | null = null;

  async function read(): Promise<void> {
    const inForce = await readRelations(kysely);
    if ((await readDirectoryRevision(kysely)) === revision && inForce.version === version) {
      took = 0;
      return;
    }
    const begun = performance.now();
    await nameNewRecords(kysely);
    const read = await readLdapTree(kysely, baseDn, compileRelations(inForce.relations));
    tree = read.tree;
    revision = read.revision;
    version = inForce.version;
    took = performance.now() - begun;
  }
  async function refresh(): Promise<void> {
    while (running !== null) await running.catch(() => undefined);
    running = read().finally(() => {
      running = null;
    });
    await running;
  }

  await refresh();
  let timer: NodeJS.Timeout;
  const poll = () => {
    timer = setTimeout(
      () => {
        void refresh()
          // What was read before goes on being served; a database that is away is said once by everything else.
          .catch(onFault)
          .finally(() => {
            if (!stopped) poll();
          });
      },
      Math.max(POLL_MS, REST_TIMES * took),
    ).unref();
  };
  poll();
  return {
    tree: () => tree,
    refresh,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running?.catch(() => undefined);
    },
  };
}
