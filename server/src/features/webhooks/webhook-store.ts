import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { canonicalJson, type Json } from "../../core/kernel/json.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import type { NewWebhook, Webhook, WebhookChanges } from "./ports.ts";
import { findWebhook, lockWebhook } from "./webhook-reader.ts";

type NotFound = Failure<"webhook_not_found">;

/** Who changes something, and when. */
export interface Change {
  readonly actor: Actor;
  readonly now: Instant;
}

/** Enough for any company; every change is written once for each that wants it. */
const MOST_WEBHOOKS = 50;
const LOCK = 1_650_002;

const placeOf = (id: string, column: "secret" | "previous_secret") => ({ table: "webhook", column, row: id });

/** Adds one that is switched on. */
export function insertWebhook(
  db: Kysely<Database>,
  box: SecretBox,
  { name, url, events }: NewWebhook,
  secret: string,
  { actor, now }: Change,
): Promise<Result<Webhook, Failure<"webhook_limit_reached">>> {
  const id = randomUUID();
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    const { rows } = await sql<{ count: number }>`select count(*) as count from webhook`.execute(tx);
    if ((rows[0]?.count ?? 0) >= MOST_WEBHOOKS)
      return err({ code: "webhook_limit_reached" as const, detail: { limit: MOST_WEBHOOKS } });
    await sql`
      insert into webhook (id, name, url, events, secret, created_at, updated_at)
      values (${id}::uuid, ${name}, ${url}, ${[...events]}::text[], ${box.seal(secret, placeOf(id, "secret"))},
        ${now}::timestamptz, ${now}::timestamptz)`.execute(tx);
    await appendAudit(tx, { ...record("created", id, actor), after: { name, url, events: [...events] } });
    return ok(await again(tx, id));
  });
}

/** Changes what it is called, where it is and what it wants; what is the same already leaves no trace. */
export function updateWebhook(
  db: Kysely<Database>,
  id: string,
  changes: WebhookChanges,
  { actor, now }: Change,
): Promise<Result<Webhook, NotFound>> {
  return change(db, id, async (tx, found) => {
    const before: Record<string, Json> = { name: found.name, url: found.url, events: [...found.events] };
    const after = {
      name: changes.name ?? found.name,
      url: changes.url ?? found.url,
      events: [...(changes.events ?? found.events)],
    };
    const keys = (["name", "url", "events"] as const).filter(
      (key) => canonicalJson(after[key]) !== canonicalJson(before[key] ?? null),
    );
    if (keys.length === 0) return;
    await sql`
      update webhook set name = ${after.name}, url = ${after.url}, events = ${after.events}::text[], updated_at = ${now}::timestamptz
      where id = ${id}::uuid`.execute(tx);
    const only = (fields: Record<string, Json>) => Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
    await appendAudit(tx, { ...record("updated", id, actor), before: only(before), after: only(after) });
  });
}

/** Deletes one with its deliveries. Returns it as it was. */
export function deleteWebhook(db: Kysely<Database>, id: string, actor: Actor): Promise<Result<Webhook, NotFound>> {
  return db.transaction().execute(async (tx) => {
    const found = await lockWebhook(tx, id);
    if (found === undefined) return err({ code: "webhook_not_found" as const });
    await sql`delete from webhook where id = ${id}::uuid`.execute(tx);
    const { name, url, events } = found;
    await appendAudit(tx, { ...record("deleted", id, actor), before: { name, url, events: [...events] } });
    return ok(found);
  });
}

/** Switches it on, as if it had never failed, or off. */
export function switchWebhook(
  db: Kysely<Database>,
  id: string,
  enabled: boolean,
  { actor, now }: Change,
): Promise<Result<Webhook, NotFound>> {
  return change(db, id, async (tx, found) => {
    if (found.enabled === enabled) return;
    await sql`
      update webhook set enabled = ${enabled}, disabled_reason = null, failing_since = null, updated_at = ${now}::timestamptz
      where id = ${id}::uuid`.execute(tx);
    const what = enabled ? "enabled" : "disabled";
    await appendAudit(tx, {
      ...record(what, id, actor),
      before: { enabled: found.enabled },
      after: { enabled },
    });
  });
}

/** Puts another secret in the place of the one before, which signs as well until then; null: not a moment longer. */
export function replaceSecret(
  db: Kysely<Database>,
  box: SecretBox,
  id: string,
  secret: string,
  previousUntil: Instant | null,
  { actor, now }: Change,
): Promise<Result<Webhook, NotFound>> {
  return change(db, id, async (tx) => {
    const [, current] = await readSealed(tx, id);
    const before =
      previousUntil === null ? null : box.seal(opened(box, id, "secret", current), placeOf(id, "previous_secret"));
    await sql`
      update webhook set secret = ${box.seal(secret, placeOf(id, "secret"))}, previous_secret = ${before},
        previous_secret_until = ${previousUntil}::timestamptz, updated_at = ${now}::timestamptz
      where id = ${id}::uuid`.execute(tx);
    await appendAudit(tx, {
      ...record("secret_rotated", id, actor),
      after: { previous_secret_until: previousUntil },
    });
  });
}

/**
 * Opens what signs now: the secret, and the one before while its time is not over.
 *
 * @throws when it was sealed under another key or changed
 */
export async function readSecrets(
  db: Kysely<Database>,
  box: SecretBox,
  id: string,
  now: Instant,
): Promise<readonly string[]> {
  const [previous, current] = await readSealed(db, id, now);
  const secret = opened(box, id, "secret", current);
  return previous === null ? [secret] : [secret, opened(box, id, "previous_secret", previous)];
}

/** Forgets secrets whose time is over. */
export async function forgetOldSecrets(db: Kysely<Database>, now: Instant): Promise<void> {
  await sql`
    update webhook set previous_secret = null, previous_secret_until = null
    where previous_secret_until <= ${now}::timestamptz`.execute(db);
}

async function readSealed(
  db: Kysely<Database>,
  id: string,
  now: Instant | null = null,
): Promise<readonly [previous: string | null, current: string]> {
  const { rows } = await sql<{ secret: string; previous: string | null }>`
    select secret, case when previous_secret_until > ${now}::timestamptz then previous_secret end as previous
    from webhook where id = ${id}::uuid`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error(`the webhook ${id} is gone`);
  return [row.previous, row.secret];
}

function opened(box: SecretBox, id: string, column: "secret" | "previous_secret", blob: string): string {
  const result = box.open(blob, placeOf(id, column));
  if (!result.ok) throw new Error(`the secret of webhook ${id} cannot be opened: ${result.error}`);
  return result.value;
}

function change(
  db: Kysely<Database>,
  id: string,
  write: (tx: Kysely<Database>, found: Webhook) => Promise<void>,
): Promise<Result<Webhook, NotFound>> {
  return db.transaction().execute(async (tx) => {
    const found = await lockWebhook(tx, id);
    if (found === undefined) return err({ code: "webhook_not_found" as const });
    await write(tx, found);
    return ok(await again(tx, id));
  });
}

async function again(tx: Kysely<Database>, id: string): Promise<Webhook> {
  const found = await findWebhook(tx, id);
  if (found === undefined) throw new Error(`the webhook ${id} is gone`);
  return found;
}

function record(what: string, id: string, actor: Actor) {
  return { actor, action: `webhook.${what}`, objectKind: "webhook", objectId: id };
}
