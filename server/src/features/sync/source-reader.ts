import type { MessagePort } from "node:worker_threads";
import type { Detail } from "../../core/kernel/failure.ts";
import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type {
  Coverage,
  Readability,
  SourceDepartment,
  SourceUser,
  SyncTarget,
  Unread,
} from "../../core/sync/snapshot.ts";

/**
 * Where a reading goes, batch by batch; nothing is kept on the way. A record that arrives twice counts once, the later one.
 * A promise asks the reader to wait until it settles, and to give up when it rejects.
 */
export interface SourceSink {
  readonly departments: (batch: readonly SourceDepartment[]) => void | Promise<void>;
  readonly users: (batch: readonly SourceUser[]) => void | Promise<void>;
  /**
   * A port that takes in `SourceBatch`es (`platform/threads/batches.ts`), for a reader that reads in a thread of its own. Absent
   * where what is read stays in this thread.
   */
  readonly openDoor?: () => MessagePort;
}

export interface ReadingProgress {
  readonly phase: "departments" | "users";
  readonly done: number;
  /** `null` while nobody knows. */
  readonly total: number | null;
}

/** Tells which of the ids the directory knows. */
export interface FindKnown {
  readonly departments: (ids: readonly OpenDepartmentId[]) => Promise<ReadonlySet<string>>;
  readonly people: (ids: readonly OpenId[]) => Promise<ReadonlySet<string>>;
}

export interface ReadingOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ReadingProgress) => void;
  /** Of single records: what need not be read beside them, because the directory has it. */
  readonly findKnown?: FindKnown;
}

/** What is known of a reading once its records have gone to the sink. */
export interface SourceReading {
  readonly readable: Readability;
  readonly coverage: Coverage;
  /** Of a narrow target: asked for and found gone. A full reading leaves this to be asked afterwards. */
  readonly confirmedAbsentUsers: readonly OpenId[];
  readonly confirmedAbsentDepartments: readonly OpenDepartmentId[];
}

/** Answers about records that were expected and not listed. Those found after all go to the sink. */
export interface Confirmation<Id> {
  /** Proved gone. */
  readonly absent: readonly Id[];
  /** Nobody can tell. */
  readonly unread: readonly Unread[];
  /** API calls it took. */
  readonly calls: number;
}

/**
 * Reads the identity source. Throws a `SourceFailure` when nothing could be read; a part that could not be read is told in
 * the coverage instead, and an aborted signal rejects with its reason.
 */
export interface SourceReader {
  readContacts(target: SyncTarget, sink: SourceSink, options: ReadingOptions): Promise<SourceReading>;
  confirmUsers(openIds: readonly OpenId[], sink: SourceSink, options: ReadingOptions): Promise<Confirmation<OpenId>>;
  confirmDepartments(
    openDepartmentIds: readonly OpenDepartmentId[],
    sink: SourceSink,
    options: ReadingOptions,
  ): Promise<Confirmation<OpenDepartmentId>>;
}

/** An error with a code of the closed list in `contract`, a sentence for people, and what to do about it. */
export interface SourceFailure extends Error {
  readonly code: string;
  readonly cure: string;
  /** Values of the sentence, without secrets. */
  readonly detail: Detail;
}

/** Tells a classified failure of the source from a bug. */
export function isSourceFailure(error: unknown): error is SourceFailure {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("feishu_") &&
    "cure" in error &&
    typeof error.cure === "string" &&
    "detail" in error
  );
}
