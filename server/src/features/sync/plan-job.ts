import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../../core/directory/types.ts";
import type { Hash } from "../../core/kernel/derive-id.ts";
import type { Instant, OpenDepartmentId, OpenId, PlanId } from "../../core/kernel/ids.ts";
import { plan } from "../../core/sync/plan.ts";
import type { PlanTools } from "../../core/sync/plan-context.ts";
import type { SyncPolicy } from "../../core/sync/policy.ts";
import {
  type DirectorySnapshot,
  isNarrow,
  type SourceDepartment,
  type SourceUser,
  type SyncTarget,
  type Unread,
} from "../../core/sync/snapshot.ts";
import { expectedButUnseen, type Unseen } from "../../core/sync/unseen.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { collectGarbage, releaseMemory } from "../../platform/memory/collect-garbage.ts";
import { makeDirectoryReader } from "../directory/index.ts";
import { readSyncHistory } from "./history-store.ts";
import { peopleScope } from "./people-scope.ts";
import { headOf, type PlanHead, readTime, storePlan } from "./plan-store.ts";
import { makeSharedRecords, type SharedRecords } from "./shared-records.ts";
import type { SourceReading } from "./source-reader.ts";
import { storable } from "./storable.ts";

/** What a plan is asked for. Plain data: it crosses into the worker. */
export interface PlanRequest {
  readonly planId: PlanId;
  readonly connectionId: string;
  readonly policy: SyncPolicy;
  readonly now: Instant;
  readonly target: SyncTarget;
}

/** What singly asked-for records turned out to be; those found after all have come in as records. */
export interface Confirmed {
  readonly absentUsers: readonly OpenId[];
  readonly absentDepartments: readonly OpenDepartmentId[];
  readonly unread: readonly Unread[];
  readonly calls: number;
}

/**
 * One planning: take in a reading, say what is missing from it, plan and store. Holds both snapshots meanwhile. A plan of single
 * records that changes nothing is not stored.
 */
export interface PlanJob {
  departments(batch: readonly SourceDepartment[]): void;
  users(batch: readonly SourceUser[]): void;
  /** The reading is over. Returns what is to be asked for one by one. */
  endReading(reading: SourceReading): Promise<Unseen>;
  /** Plans, stores the plan, and returns its head. */
  finish(confirmed: Confirmed): Promise<PlanHead>;
}

/** @param loadRomanizer called only when there are people without an account: its dictionary is large */
export function makePlanJob(
  database: OpenDatabase,
  request: PlanRequest,
  hash: Hash,
  loadRomanizer: () => Promise<PlanTools["romanize"]>,
): PlanJob {
  const { connectionId, target } = request;
  const departments = new Map<OpenDepartmentId, SourceDepartment>();
  const users = new Map<string, SourceUser>();
  const here = {
    departments: [] as DirectoryDepartment[],
    users: [] as DirectoryUser[],
    memberships: [] as DirectoryMembership[],
  };
  // Dropped before planning, which needs the memory.
  let shared: SharedRecords | undefined = makeSharedRecords();
  const share = () => shared ?? makeSharedRecords();
  const sink = {
    departments: (batch: readonly DirectoryDepartment[]) =>
      void here.departments.push(...batch.map(share().directoryDepartment)),
    users: (batch: readonly DirectoryUser[]) => void here.users.push(...batch.map(share().directoryUser)),
    memberships: (batch: readonly DirectoryMembership[]) =>
      void here.memberships.push(...batch.map(share().membership)),
  };
  const readFrom = readTime(database.kysely);
  readFrom.catch(() => undefined);
  const reader = makeDirectoryReader(database.kysely, connectionId);
  // A wide target reads the directory while Feishu is read; a narrow one has to know first whom it is about.
  const everything = isNarrow(target) ? undefined : reader.readAll(sink).then(shareWithAccounts);
  // Whoever asks for it hears of the failure; until then nobody does.
  everything?.catch(() => undefined);
  let reading: SourceReading | undefined;
  let directory: DirectorySnapshot | undefined;

  /** People who came in before their accounts did share with them now; what they held of their own is dead. */
  function shareWithAccounts<Read>(read: Read): Read {
    for (const [key, user] of users) users.set(key, share().sourceUser(user));
    collectGarbage();
    return read;
  }

  async function readDirectory(): Promise<DirectorySnapshot> {
    if (everything !== undefined) {
      const { revision } = await everything;
      return { ...here, revision, takenUsernames: [] };
    }
    const scope = peopleScope(target, [...users.values()], [...departments.values()], hash, loadRomanizer);
    const around = await reader.readAround(scope, sink);
    return { ...here, ...around };
  }

  return {
    departments(batch) {
      for (const department of batch) departments.set(department.openDepartmentId, storable(department));
    },
    users(batch) {
      for (const user of batch) users.set(user.unionId, share().sourceUser(storable(user)));
    },
    async endReading(end) {
      reading = end;
      // Single records are asked for one by one already where a batch does not show them.
      if (target.kind === "records") return { users: [], departments: [] };
      if (target.kind === "users") {
        const seen = new Set([...[...users.values()].map(({ openId }) => openId), ...end.confirmedAbsentUsers]);
        return { users: target.openIds.filter((openId) => !seen.has(openId)), departments: [] };
      }
      directory = await readDirectory();
      const read = { target, users: [...users.values()], departments: [...departments.values()] };
      return expectedButUnseen(read, directory);
    },
    async finish({ absentUsers, absentDepartments, unread, calls }) {
      if (reading === undefined) throw new Error("a plan was asked for before the reading ended");
      directory ??= await readDirectory();
      const romanize = hasNewcomers(users, directory) ? await loadRomanizer() : knowsEverybody;
      shared = undefined;
      const history = await readSyncHistory(database.kysely, connectionId, request.now);
      const coverage = {
        ...reading.coverage,
        unread: [...reading.coverage.unread, ...unread],
        calls: reading.coverage.calls + calls,
      };
      const source = { departments: [...departments.values()], users: [...users.values()] };
      users.clear();
      departments.clear();
      // Dead by now: every text that the other snapshot had as well. The pages are given back, for deciding wants many at once.
      if (!isNarrow(target)) releaseMemory();
      const made = plan({
        source: {
          ...source,
          target,
          readable: reading.readable,
          coverage,
          confirmedAbsentUsers: absentUsers,
          confirmedAbsentDepartments: absentDepartments,
        },
        directory,
        policy: request.policy,
        history,
        tools: { hash, romanize },
      });
      // Only the plan is needed from here on.
      source.users = [];
      directory = undefined;
      here.users = [];
      here.memberships = [];
      if (!isNarrow(target)) collectGarbage();
      const head = headOf(request.planId, made);
      // A look that finds everything as it should be leaves nothing behind.
      if (target.kind !== "records" || head.changeCount + head.heldCount > 0)
        await storePlan(database, made, head, { connectionId, readFrom: await readFrom, createdAt: request.now });
      return head;
    },
  };
}

/** Whether somebody was read who may get an account, and so a username. */
function hasNewcomers(users: ReadonlyMap<string, SourceUser>, directory: DirectorySnapshot): boolean {
  let known = 0;
  for (const { link } of directory.users) if (link && users.has(link.unionId)) known++;
  return known < users.size;
}

function knowsEverybody(): never {
  throw new Error("a username was asked for, and nobody is new");
}
