import type { DepartmentRecord, UserRecord } from "./answers.ts";
import type { ApiCall } from "./client.ts";
import { departmentsBatch, oneDepartment, oneUser, PAGE_SIZE, usersBatch } from "./endpoints.ts";
import { type FeishuFailure, isFailure } from "./failure.ts";
import type { FeishuCode } from "./failure-text.ts";
import { forEachAtOnce } from "./pool.ts";
import type { Reading } from "./reading.ts";

/** What asking for records by their ids brought. Every id is in exactly one of the three. */
export interface ById<Record> {
  readonly found: readonly Record[];
  /** Feishu answered and does not have them: gone, or out of the contact range. */
  readonly missing: readonly string[];
  /** Nobody knows. */
  readonly failed: readonly { readonly id: string; readonly failure: FeishuFailure }[];
}

/** What the batch call and the single call of one kind of record differ in. */
interface Kind<Record> {
  readonly batch: (
    ids: readonly string[],
  ) => ApiCall<{ readonly data: { readonly items?: Record[] | null | undefined } }>;
  readonly single: (id: string) => ApiCall<unknown>;
  readonly recordOf: (answer: never) => Record;
  readonly idOf: (record: Record) => string;
  /** Answers to the single call that mean "not there". */
  readonly goneBy: readonly FeishuCode[];
}

const users: Kind<UserRecord> = {
  batch: usersBatch,
  single: oneUser,
  recordOf: (answer: { readonly data: { readonly user: UserRecord } }) => answer.data.user,
  idOf: (record) => record.open_id,
  goneBy: ["feishu_user_gone", "feishu_no_user_authority"],
};

const departments: Kind<DepartmentRecord> = {
  batch: departmentsBatch,
  single: oneDepartment,
  recordOf: (answer: { readonly data: { readonly department: DepartmentRecord } }) => answer.data.department,
  idOf: (record) => record.open_department_id,
  goneBy: ["feishu_department_gone", "feishu_no_department_authority"],
};

const BATCHES_AT_ONCE = 8;
const SINGLES_AT_ONCE = 16;

/** Asks for people by open_id, fifty at a time, or singly where the app may only do that. */
export function usersById(reading: Reading, ids: readonly string[]): Promise<ById<UserRecord>> {
  return byId(reading, users, ids);
}

/** Asks for departments by open_department_id. Deleted ones are missing. */
export async function departmentsById(reading: Reading, ids: readonly string[]): Promise<ById<DepartmentRecord>> {
  return withoutDeleted(await byId(reading, departments, ids));
}

/** Asks again, one by one, for people that a batch did not show: only that proves them gone or out of range. */
export function missingUsers(reading: Reading, ids: readonly string[]): Promise<ById<UserRecord>> {
  return oneByOne(reading, users, ids);
}

/** The same of departments. */
export async function missingDepartments(reading: Reading, ids: readonly string[]): Promise<ById<DepartmentRecord>> {
  return withoutDeleted(await oneByOne(reading, departments, ids));
}

function withoutDeleted(asked: ById<DepartmentRecord>): ById<DepartmentRecord> {
  const deleted = asked.found.filter((record) => record.status?.is_deleted === true);
  if (deleted.length === 0) return asked;
  return {
    ...asked,
    found: asked.found.filter((record) => record.status?.is_deleted !== true),
    missing: [...asked.missing, ...deleted.map((record) => record.open_department_id)],
  };
}

async function byId<Record>(reading: Reading, kind: Kind<Record>, ids: readonly string[]): Promise<ById<Record>> {
  const wanted = [...new Set(ids)];
  const found: Record[] = [];
  const missing: string[] = [];
  const failed: { readonly id: string; readonly failure: FeishuFailure }[] = [];
  const singly: string[] = [];

  const readBatch = async (batch: readonly string[]) => {
    if (reading.batchForbidden) {
      singly.push(...batch);
      return;
    }
    const answer = await reading.ask(kind.batch(batch));
    const records = new Map((answer.data.items ?? []).map((record) => [kind.idOf(record), record]));
    for (const id of batch) {
      const record = records.get(id);
      if (record === undefined) missing.push(id);
      else found.push(record);
    }
  };
  await forEachAtOnce(
    chunks(wanted, PAGE_SIZE),
    BATCHES_AT_ONCE,
    async (batch) => {
      try {
        await readBatch(batch);
      } catch (error) {
        // One odd id may spoil a batch (feishu contract 3.2), and older permission sets have no batch call at all.
        const forbidden = isFailure(error, "feishu_permission_missing");
        if (forbidden) reading.batchForbidden = true;
        if (!forbidden && !isFailure(error, ...kind.goneBy, "feishu_request_refused")) throw error;
        singly.push(...batch);
      }
    },
    (batch, failure) => failed.push(...batch.map((id) => ({ id, failure }))),
  );
  const asked = await oneByOne(reading, kind, singly);
  return {
    found: [...found, ...asked.found],
    missing: [...missing, ...asked.missing],
    failed: [...failed, ...asked.failed],
  };
}

async function oneByOne<Record>(reading: Reading, kind: Kind<Record>, ids: readonly string[]): Promise<ById<Record>> {
  const found: Record[] = [];
  const missing: string[] = [];
  const failed: { readonly id: string; readonly failure: FeishuFailure }[] = [];
  await forEachAtOnce(
    ids,
    SINGLES_AT_ONCE,
    async (id) => {
      try {
        found.push(kind.recordOf((await reading.ask(kind.single(id))) as never));
      } catch (error) {
        if (!isFailure(error, ...kind.goneBy)) throw error;
        missing.push(id);
      }
    },
    (id, failure) => failed.push({ id, failure }),
  );
  return { found, missing, failed };
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
