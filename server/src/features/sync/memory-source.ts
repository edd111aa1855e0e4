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
      if (target.kind === "users") {
        await sink.users(users.filter(({ openId }) => target.openIds.includes(openId)));
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
      const gone =
        target.kind === "department" &&
        !departments.some(({ openDepartmentId }) => openDepartmentId === target.openDepartmentId);
      const confirmedAbsentDepartments = gone ? [target.openDepartmentId] : [];
      return { readable, coverage, confirmedAbsentUsers: [], confirmedAbsentDepartments };
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
