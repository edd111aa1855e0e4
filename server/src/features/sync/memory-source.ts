import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { SourceSnapshot } from "../../core/sync/snapshot.ts";
import type { Confirmation, ReadingOptions, SourceReader, SourceSink } from "./source-reader.ts";

/** A source that holds its people in memory; for tests and rehearsals. */
export interface MemorySource extends SourceReader {
  /** What is read from now on. Absence is confirmed for everything it does not hold. */
  snapshot: SourceSnapshot;
  /** Called before each reading; throwing or waiting here is how a test breaks or holds one. */
  before: (() => Promise<void> | void) | undefined;
}

/** @param snapshot its target is ignored: a reader reads what it is asked for */
export function makeMemorySource(snapshot: SourceSnapshot): MemorySource {
  const source: MemorySource = {
    snapshot,
    before: undefined,
    async readContacts(target, sink, { signal, onProgress }) {
      await source.before?.();
      signal.throwIfAborted();
      const { readable, coverage, users, departments } = source.snapshot;
      const confirmedAbsentUsers: OpenId[] = [];
      const confirmedAbsentDepartments: OpenDepartmentId[] = [];
      if (target.kind === "users") {
        await sink.users(users.filter(({ openId }) => target.openIds.includes(openId)));
      } else if (target.kind === "records") {
        const shown = around(source.snapshot, target.openIds, target.openDepartmentIds);
        await sink.users(users.filter(({ openId }) => shown.has(openId)));
        await sink.departments(departments.filter(({ openDepartmentId }) => shown.has(openDepartmentId)));
        confirmedAbsentUsers.push(...target.openIds.filter((id) => !shown.has(id)));
        confirmedAbsentDepartments.push(...target.openDepartmentIds.filter((id) => !shown.has(id)));
      } else if (target.kind === "department") {
        const below = subtree(source.snapshot, target.openDepartmentId);
        await sink.departments(departments.filter(({ openDepartmentId }) => below.has(openDepartmentId)));
        await sink.users(
          users.filter(({ memberships }) => memberships.some(({ openDepartmentId }) => below.has(openDepartmentId))),
        );
      } else {
        await sink.departments(departments);
        onProgress?.({ phase: "departments", done: departments.length, total: departments.length });
        await sink.users(users);
        onProgress?.({ phase: "users", done: users.length, total: users.length });
      }
      const isThere = (id: OpenDepartmentId) => departments.some(({ openDepartmentId }) => openDepartmentId === id);
      if (target.kind === "department" && !isThere(target.openDepartmentId))
        confirmedAbsentDepartments.push(target.openDepartmentId);
      return { readable, coverage, confirmedAbsentUsers, confirmedAbsentDepartments };
    },
    async confirmUsers(openIds, sink, options) {
      const found = source.snapshot.users.filter(({ openId }) => openIds.includes(openId));
      await sink.users(found);
      return answer<OpenId>(openIds, new Set(found.map(({ openId }) => openId)), options);
    },
    async confirmDepartments(ids, sink: SourceSink, options) {
      const found = source.snapshot.departments.filter(({ openDepartmentId }) => ids.includes(openDepartmentId));
      await sink.departments(found);
      return answer<OpenDepartmentId>(ids, new Set(found.map(({ openDepartmentId }) => openDepartmentId)), options);
    },
  };
  return source;
}

function answer<Id>(asked: readonly Id[], found: ReadonlySet<Id>, { signal }: ReadingOptions): Confirmation<Id> {
  signal.throwIfAborted();
  return { absent: asked.filter((id) => !found.has(id)), unread: [], calls: 1 };
}

/** Those of the records that are there, with their departments, everything above those, and all leaders. */
function around({ users, departments }: SourceSnapshot, ...asked: readonly (readonly string[])[]): ReadonlySet<string> {
  const named = new Map<string, readonly (string | null)[]>();
  for (const { openId, leaderOpenId, memberships } of users)
    named.set(openId, [leaderOpenId, ...memberships.map(({ openDepartmentId }) => openDepartmentId)]);
  for (const { openDepartmentId, parentOpenDepartmentId, leaderOpenIds } of departments)
    named.set(openDepartmentId, [parentOpenDepartmentId, ...leaderOpenIds]);
  const shown = new Set<string>();
  const show = (id: string | null) => {
    const names = id === null ? undefined : named.get(id);
    if (id === null || names === undefined || shown.has(id)) return;
    shown.add(id);
    names.forEach(show);
  };
  asked.flat().forEach(show);
  return shown;
}

function subtree({ departments }: SourceSnapshot, top: OpenDepartmentId): ReadonlySet<OpenDepartmentId> {
  const below = new Set([top]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const { openDepartmentId, parentOpenDepartmentId } of departments) {
      if (parentOpenDepartmentId !== null && below.has(parentOpenDepartmentId)) below.add(openDepartmentId);
    }
  }
  return below;
}
