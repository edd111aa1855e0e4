import type { LiveTree } from "../../core/ldap/live-tree.ts";
import { compileRelations } from "../../core/ldap/relations/compile.ts";
import type { Tree } from "../../core/ldap/tree.ts";
import { keepDoing } from "../../platform/clock/keep-doing.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { type DeltaSnapshot, isRemembered, type News, readNews, readSnapshot } from "./delta-reader.ts";
import { followChanges } from "./ldap-change-reader.ts";
import { nameNewRecords } from "./ldap-name-store.ts";
import { readStoredRelations } from "./ldap-relation-store.ts";
import type { ReadRelations } from "./ldap-relations.ts";
import { readLdapTree } from "./ldap-tree-reader.ts";

/** The directory in memory, as LDAP serves it on this process. */
export interface LdapView {
  /** Follows the directory while it is held; take it anew for each request, since it may be read again as a whole. */
  readonly tree: () => Tree;
  /** The tree where it says what was true at one moment: undefined in the middle of following a change. */
  whole(): Tree | undefined;
  /** Brings it to what is in the database. One reading at a time: who asks meanwhile gets the one after it. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

/** How often it is asked whether there is news. */
const POLL_MS = 250;
/** A large directory that has to be read as a whole again and again is read at most a fifth of the time. */
const REST_TIMES = 4;

/** What the tree holds. */
interface Held {
  readonly tree: LiveTree;
  readonly snapshot: DeltaSnapshot;
  /** When that was last known to be all there is, in seconds of the database's clock. */
  readonly at: number;
  /** Since when there are records without a name in LDAP; null: all have theirs. */
  readonly unnamedSince: DeltaSnapshot | null;
  /** Of the field relations it shows people by. */
  readonly version: number;
}

/**
 * Follows the directory. The first reading, of everything, is over when this returns; later ones read what was changed, and
 * everything only if it is not written down what that was.
 */
export async function startLdapView(
  database: Pick<OpenDatabase, "kysely" | "pool">,
  baseDn: string,
  onFault: (error: unknown) => void,
  readRelations: ReadRelations = readStoredRelations,
): Promise<LdapView> {
  const { kysely } = database;
  let rest = 0;
  let running: Promise<void> | null = null;
  /** A change is taken in batch by batch: in between, a group may be without its members. */
  let isWhole = true;
  let held = await readAll();

  async function readAll(): Promise<Held> {
    // Somebody may come after names were given and before the reading.
    const before = await readSnapshot(kysely);
    const { at } = await readNews(kysely, before);
    await nameNewRecords(kysely, null);
    const { relations, version } = await readRelations(kysely);
    const read = await readLdapTree(database, baseDn, compileRelations(relations));
    return { ...read, at, unnamedSince: before, version };
  }

  async function read(): Promise<void> {
    rest = 0;
    const { snapshot, version } = held;
    const news = await readNews(kysely, snapshot);
    const isRelatedAnew = (await readRelations(kysely)).version !== version;
    if (!isRelatedAnew && isRemembered(held.at, news.at) && (await follow(news))) return;
    const begun = performance.now();
    held = await readAll();
    isWhole = true;
    rest = REST_TIMES * (performance.now() - begun);
  }

  /** False when it is not written down what has changed. */
  async function follow(news: News): Promise<boolean> {
    const { tree, snapshot, unnamedSince, version } = held;
    if (!news.anything && unnamedSince === null) {
      held = { ...held, at: news.at };
      return true;
    }
    const since = unnamedSince ?? snapshot;
    await nameNewRecords(kysely, since);
    isWhole = false;
    const followed = await followChanges(kysely, tree, snapshot);
    if (followed === undefined) return false;
    isWhole = true;
    held = { tree, snapshot: followed.snapshot, at: news.at, unnamedSince: followed.unnamed ? since : null, version };
    return true;
  }

  async function refresh(): Promise<void> {
    while (running !== null) await running.catch(() => undefined);
    running = read().finally(() => {
      running = null;
    });
    await running;
  }

  // What was read before goes on being served while the database is away.
  const following = keepDoing(refresh, () => Math.max(POLL_MS, rest), onFault);
  return {
    tree: () => held.tree,
    whole: () => (isWhole ? held.tree : undefined),
    refresh,
    async stop() {
      await following.stop();
      await running?.catch(() => undefined);
    },
  };
}
