import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { SourceDepartment, SourceUser, Unread } from "../../core/sync/snapshot.ts";
import type { DepartmentRecord, UserRecord } from "./answers.ts";
import { type ApiCall, CallMeter, type FeishuClient } from "./client.ts";
import type { FeishuFailure } from "./failure.ts";
import { normaliseDepartment } from "./normalise-department.ts";
import { normaliseUser } from "./normalise-user.ts";
import { KeyObserver } from "./readability.ts";

/** Where a reading goes, batch by batch; it is not kept here. A promise holds the reading back until it is settled. */
export interface ContactSink {
  departments(batch: readonly SourceDepartment[]): void | Promise<void>;
  users(batch: readonly SourceUser[]): void | Promise<void>;
}

/** How far a reading has come. `total` is null while nobody knows. */
export interface ReadProgress {
  readonly phase: "departments" | "users";
  readonly done: number;
  readonly total: number | null;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Called after every page; cheap callers thin it out themselves. */
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Of single records: which of what surrounds them need not be read. */
  readonly findKnown?: {
    readonly departments: (ids: readonly OpenDepartmentId[]) => Promise<ReadonlySet<string>>;
    readonly people: (ids: readonly OpenId[]) => Promise<ReadonlySet<string>>;
  };
}

/** What is remembered of a department once it is handed on. */
export interface KnownDepartment {
  readonly parent: OpenDepartmentId | null;
  readonly memberCount: number | null;
}

/** Records handed on at once. */
const BATCH = 250;

/** One reading under way: what its parts share. */
export class Reading {
  readonly meter = new CallMeter();
  readonly observer = new KeyObserver();
  readonly unread: Unread[] = [];
  readonly departments = new Map<OpenDepartmentId, KnownDepartment>();
  /** Told of every new department. */
  onDepartment: (id: OpenDepartmentId) => void = () => {};
  /** Set once the batch calls turn out to be forbidden (older permission sets, feishu contract trap 51). */
  batchForbidden = false;
  readonly signal: AbortSignal;
  readonly #client: FeishuClient;
  readonly #sink: ContactSink;
  readonly #progress: (progress: ReadProgress) => void;
  readonly #tokensBefore: number;
  /** A million ids are some 80 MB; nothing else of a person is kept. */
  readonly #seenUsers = new Set<string>();
  #departmentBatch: SourceDepartment[] = [];
  #userBatch: SourceUser[] = [];

  constructor(client: FeishuClient, sink: ContactSink, options: ReadOptions) {
    this.#client = client;
    this.#sink = sink;
    this.signal = options.signal;
    this.#progress = options.onProgress ?? (() => {});
    this.#tokensBefore = client.tokenRequests;
  }

  /** Asks one question on account of this reading. */
  ask<Reply>(question: ApiCall<Reply>): Promise<Reply> {
    return this.#client.call(question, { signal: this.signal, meter: this.meter });
  }

  /** Requests made for this reading, those for tokens included. */
  get calls(): number {
    return this.meter.total + this.#client.tokenRequests - this.#tokensBefore;
  }

  get usersRead(): number {
    return this.#seenUsers.size;
  }

  hasSeen(openId: string): boolean {
    return this.#seenUsers.has(openId);
  }

  /** Hands a department on, once; deleted ones are passed over. Returns whether it was new. */
  async addDepartment(record: DepartmentRecord): Promise<boolean> {
    const id = record.open_department_id as OpenDepartmentId;
    if (record.status?.is_deleted === true || this.departments.has(id)) return false;
    this.observer.seeDepartment(record);
    const department = normaliseDepartment(record);
    this.departments.set(id, { parent: department.parentOpenDepartmentId, memberCount: department.memberCount });
    this.onDepartment(id);
    this.#departmentBatch.push(department);
    if (this.#departmentBatch.length >= BATCH) await this.#flushDepartments();
    return true;
  }

  /**
   * Hands a person on, once; somebody in many departments is listed by each (feishu contract, trap 13).
   *
   * @param listedIn the department whose list showed the person; null outside lists
   */
  async addUser(record: UserRecord, listedIn: string | null): Promise<void> {
    if (this.#seenUsers.has(record.open_id)) return;
    this.#seenUsers.add(record.open_id);
    this.observer.seeUser(record);
    this.#userBatch.push(normaliseUser(record, listedIn));
    if (this.#userBatch.length >= BATCH) await this.#flushUsers();
  }

  /**
   * Hands on what is left in the batches.
   *
   * @throws the signal's reason
   */
  async flush(): Promise<void> {
    await this.#flushDepartments();
    await this.#flushUsers();
    this.signal.throwIfAborted();
  }

  /** Notes that something could not be read; absence below it proves nothing. */
  leaveUnread(what: Unread["what"], key: string, failure: FeishuFailure): void {
    this.unread.push({ what, key, code: failure.code, message: failure.message });
  }

  report(phase: ReadProgress["phase"], done: number, total: number | null): void {
    this.#progress({ phase, done, total });
  }

  async #flushDepartments(): Promise<void> {
    const batch = this.#departmentBatch;
    if (batch.length === 0) return;
    this.#departmentBatch = [];
    await this.#sink.departments(batch);
  }

  async #flushUsers(): Promise<void> {
    const batch = this.#userBatch;
    if (batch.length === 0) return;
    this.#userBatch = [];
    await this.#sink.users(batch);
  }
}
