import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { CardAnswerKind } from "../../core/notify/card-press.ts";
import type { Language } from "../../core/notify/message.ts";
import { hashToken } from "../../platform/crypto/token.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** A question to operators about what a run holds. */
export interface ApprovalRequest {
  readonly id: string;
  readonly runId: string;
  readonly connectionId: string;
  readonly changesDigest: string;
  readonly fullRun: boolean;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** The first press that counted. */
  readonly answer: { readonly kind: CardAnswerKind; readonly by: Actor; readonly at: Instant } | null;
}

/** The copy of one operator. */
export interface ApprovalCopy {
  readonly userId: UserId;
  readonly language: Language;
  readonly messageId: string;
}

interface Row {
  id: string;
  run_id: string;
  connection_id: string;
  changes_digest: string;
  full_run: boolean;
  created_at: Date;
  expires_at: Date;
  answer: CardAnswerKind | null;
  answered_by: Actor | null;
  answered_at: Date | null;
}

const columns = sql`q.id, q.run_id::text as run_id, q.connection_id, q.changes_digest, q.full_run, q.created_at, q.expires_at,
  q.answer, q.answered_by, q.answered_at`;

/** Opens a question; its copies are added one by one. */
export async function openRequest(
  tx: Kysely<Database>,
  request: Omit<ApprovalRequest, "id" | "answer">,
): Promise<ApprovalRequest> {
  const id = randomUUID();
  await sql`
    insert into approval_request (id, run_id, connection_id, changes_digest, full_run, created_at, expires_at)
    values (${id}::uuid, ${request.runId}::bigint, ${request.connectionId}::uuid, ${request.changesDigest}, ${request.fullRun},
      ${request.createdAt}::timestamptz, ${request.expiresAt}::timestamptz)`.execute(tx);
  return { ...request, id, answer: null };
}

/** Keeps one operator's copy; the secret of its buttons as a hash only. */
export async function keepCopy(
  tx: Kysely<Database>,
  requestId: string,
  copy: ApprovalCopy & { readonly nonce: string },
): Promise<void> {
  await sql`
    insert into approval_card (request_id, user_id, nonce_hash, language, message_id)
    values (${requestId}::uuid, ${copy.userId}::uuid, ${hashToken(copy.nonce)}, ${copy.language}, ${copy.messageId}::uuid)`.execute(
    tx,
  );
}

export async function readCopies(db: Kysely<Database>, requestId: string): Promise<readonly ApprovalCopy[]> {
  const { rows } = await sql<ApprovalCopy>`
    select user_id as "userId", language, message_id as "messageId" from approval_card
    where request_id = ${requestId}::uuid order by user_id`.execute(db);
  return rows;
}

/** The copy whose buttons carry this secret, with its question. */
export async function findByNonce(
  db: Kysely<Database>,
  nonce: string,
): Promise<{ readonly request: ApprovalRequest; readonly copy: ApprovalCopy } | undefined> {
  const { rows } = await sql<Row & ApprovalCopy>`
    select ${columns}, c.user_id as "userId", c.language, c.message_id as "messageId"
    from approval_card c join approval_request q on q.id = c.request_id where c.nonce_hash = ${hashToken(nonce)}`.execute(
    db,
  );
  const [row] = rows;
  if (!row) return undefined;
  const { userId, language, messageId } = row;
  return { request: toRequest(row), copy: { userId, language, messageId } };
}

export async function findRequest(db: Kysely<Database>, id: string): Promise<ApprovalRequest | undefined> {
  const { rows } = await sql<Row>`select ${columns} from approval_request q where q.id = ${id}::uuid`.execute(db);
  return rows[0] && toRequest(rows[0]);
}

/** The question about a run that is not closed yet. */
export async function findOpenOfRun(db: Kysely<Database>, runId: string): Promise<ApprovalRequest | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from approval_request q where q.run_id = ${runId}::bigint and q.closed_at is null`.execute(db);
  return rows[0] && toRequest(rows[0]);
}

/** Whether a question about runs with a narrow target was asked after a time and is open: such runs come in bursts. */
export async function hasRecentNarrow(db: Kysely<Database>, connectionId: string, after: Instant): Promise<boolean> {
  const { rows } = await sql`
    select 1 from approval_request where connection_id = ${connectionId}::uuid and not full_run and closed_at is null
      and created_at > ${after}::timestamptz limit 1`.execute(db);
  return rows.length > 0;
}

export async function hasOpenRequests(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`select 1 from approval_request where closed_at is null limit 1`.execute(db);
  return rows.length > 0;
}

/** Moves a question to the run with the same changes that took the other's place. */
export async function moveRequest(tx: Kysely<Database>, id: string, runId: string): Promise<void> {
  await sql`update approval_request set run_id = ${runId}::bigint where id = ${id}::uuid`.execute(tx);
}

export async function closeRequest(tx: Kysely<Database>, id: string, now: Instant): Promise<void> {
  await sql`update approval_request set closed_at = ${now}::timestamptz where id = ${id}::uuid and closed_at is null`.execute(
    tx,
  );
}

/** Keeps the first answer; returns whether this was it. */
export async function keepAnswer(
  tx: Kysely<Database>,
  id: string,
  answer: NonNullable<ApprovalRequest["answer"]>,
): Promise<boolean> {
  const { rows } = await sql`
    update approval_request set answer = ${answer.kind}, answered_by = ${JSON.stringify(answer.by)}::jsonb,
      answered_at = ${answer.at}::timestamptz
    where id = ${id}::uuid and answer is null returning id`.execute(tx);
  return rows.length > 0;
}

function toRequest(row: Row): ApprovalRequest {
  const instant = (date: Date) => date.toISOString() as Instant;
  return {
    id: row.id,
    runId: row.run_id,
    connectionId: row.connection_id,
    changesDigest: row.changes_digest,
    fullRun: row.full_run,
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
    answer:
      row.answer && row.answered_by && row.answered_at
        ? { kind: row.answer, by: row.answered_by, at: instant(row.answered_at) }
        : null,
  };
}
