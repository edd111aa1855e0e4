import type { Kysely, Transaction } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Json } from "../../core/kernel/json.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { sameValue } from "../../core/sync/diff.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { DB } from "../../platform/db/schema.ts";
import { appendAudit } from "../admin/index.ts";
import type { ConnectionSettings } from "./connection-settings.ts";
import {
  type ConnectionDeclaration,
  type FeishuConnection,
  secretPlace,
  shownInAudit,
  toConnection,
} from "./connection-store.ts";
import { type EventKeys, openEventKeys, sameEventKeys, sealEventKeys } from "./event-keys.ts";
import type { Diagnosis } from "./ports.ts";
import { endFeishuSignIns } from "./sign-in-ending-store.ts";
import { toStoredDiagnosis } from "./stored-diagnosis.ts";

type Owned = Failure<"user_sync_owned_elsewhere">;

/** What operators do to a connection. Each act stands in the audit log with before and after, never with the secret. */
export interface ConnectionChanges {
  /** Makes the draft's connection and ends the draft. An app that was removed comes back as the same connection, with its tombstones. */
  create(
    declaration: ConnectionDeclaration,
    diagnosis: Diagnosis,
    actor: Actor,
  ): Promise<Result<FeishuConnection, Failure<"integration_exists"> | Owned>>;
  /**
   * Changes settings. Switching sync on claims it (S7); switching it off asks a run under way to stop, and switching single
   * sign-on off ends what it opened (S15).
   *
   * @param spared a session that goes on all the same
   */
  changeSettings(
    id: string,
    change: (before: ConnectionSettings) => ConnectionSettings,
    actor: Actor,
    spared?: string | null,
  ): Promise<Result<FeishuConnection, Owned>>;
  replaceSecret(id: string, appSecret: string, actor: Actor): Promise<FeishuConnection>;
  /** Chooses how events arrive. Keys that are not given stay as they are; the webhook cannot do without. */
  changeEvents(
    id: string,
    change: { readonly mode: ConnectionSettings["eventsMode"]; readonly keys: Partial<EventKeys> },
    actor: Actor,
  ): Promise<Result<FeishuConnection, Failure<"event_keys_missing">>>;
  /** Keeps what a check found, and pins the tenant once it is known. */
  rememberDiagnosis(id: string, diagnosis: Diagnosis): Promise<void>;
}

export function makeConnectionChanges(db: Kysely<DB>, box: SecretBox): ConnectionChanges {
  return {
    create: ({ appId, appSecret, openUrl, accountsUrl, settings }, diagnosis, actor) =>
      db.transaction().execute(async (tx) => {
        await oneByOne(tx);
        const others = await tx
          .selectFrom("feishu_connection")
          .select("app_id")
          .where("removed_at", "is", null)
          .execute();
        if (others[0]) return err({ code: "integration_exists", detail: { app_id: others[0].app_id } });
        const now = new Date();
        const values = {
          app_id: appId,
          app_secret: box.seal(appSecret, secretPlace(appId)),
          secret_changed_at: now,
          open_url: openUrl,
          accounts_url: accountsUrl,
          settings: JSON.stringify(settings),
          declared_by: "console",
          owns_sync: true,
          removed_at: null,
          last_diagnosis: toStoredDiagnosis(diagnosis),
          updated_at: now,
        };
        const row = await tx
          .insertInto("feishu_connection")
          .values({ ...values, tenant_key: diagnosis.tenant.key })
          .onConflict((conflict) => conflict.column("app_id").doUpdateSet(values))
          .returningAll()
          .executeTakeFirstOrThrow();
        await tx.deleteFrom("feishu_draft").execute();
        await audit(tx, actor, "integration.created", row.id, undefined, shownInAudit(row));
        return ok(toConnection(row));
      }),
    changeSettings: (id, change, actor, spared = null) =>
      db.transaction().execute(async (tx) => {
        const before = toConnection(await lockRow(tx, id));
        const settings = change(before.settings);
        if (sameValue(settings, before.settings)) return ok(before);
        const enabling = settings.userSync.enabled && !before.settings.userSync.enabled;
        if (enabling && (await isOwnedElsewhere(tx, id))) return err({ code: "user_sync_owned_elsewhere" });
        const row = await tx
          .updateTable("feishu_connection")
          .set({
            settings: JSON.stringify(settings),
            updated_at: new Date(),
            ...(enabling ? { owns_sync: true } : {}),
          })
          .where("id", "=", id)
          .returningAll()
          .executeTakeFirstOrThrow();
        if (before.settings.userSync.enabled && !settings.userSync.enabled) await stopRuns(tx, id);
        if (before.settings.singleSignOn.enabled && !settings.singleSignOn.enabled) await endFeishuSignIns(tx, spared);
        const told = (one: ConnectionSettings) => one as unknown as { readonly [key: string]: Json };
        await audit(tx, actor, "integration.changed", id, told(before.settings), told(settings));
        return ok(toConnection(row));
      }),
    replaceSecret: (id, appSecret, actor) =>
      db.transaction().execute(async (tx) => {
        const { app_id: appId } = await lockRow(tx, id);
        const now = new Date();
        const row = await tx
          .updateTable("feishu_connection")
          .set({ app_secret: box.seal(appSecret, secretPlace(appId)), secret_changed_at: now, updated_at: now })
          .where("id", "=", id)
          .returningAll()
          .executeTakeFirstOrThrow();
        await audit(tx, actor, "integration.secret_replaced", id, undefined, { app_id: appId });
        return toConnection(row);
      }),
    changeEvents: (id, { mode, keys: given }, actor) =>
      db.transaction().execute(async (tx) => {
        const locked = await lockRow(tx, id);
        const before = toConnection(locked);
        const kept = openEventKeys(box, before.appId, locked);
        const encryptKey = given.encryptKey ?? kept?.encryptKey;
        const verificationToken = given.verificationToken ?? kept?.verificationToken;
        const keys =
          encryptKey === undefined || verificationToken === undefined ? null : { encryptKey, verificationToken };
        if (mode === "webhook" && keys === null) return err({ code: "event_keys_missing" });
        const replaced = !sameEventKeys(kept, keys);
        if (mode === before.settings.eventsMode && !replaced) return ok(before);
        const row = await tx
          .updateTable("feishu_connection")
          .set({
            settings: JSON.stringify({ ...before.settings, eventsMode: mode }),
            updated_at: new Date(),
            ...(replaced ? sealEventKeys(box, before.appId, keys) : {}),
          })
          .where("id", "=", id)
          .returningAll()
          .executeTakeFirstOrThrow();
        const after = { events_mode: mode, ...(replaced ? { event_keys: "replaced" } : {}) };
        await audit(tx, actor, "integration.changed", id, { events_mode: before.settings.eventsMode }, after);
        return ok(toConnection(row));
      }),
    async rememberDiagnosis(id, diagnosis) {
      await db
        .updateTable("feishu_connection")
        .set((row) => ({
          last_diagnosis: toStoredDiagnosis(diagnosis),
          tenant_key: row.fn.coalesce("tenant_key", row.val(diagnosis.tenant.key)),
        }))
        .where("id", "=", id)
        .execute();
    },
  };
}

/** Those who make or claim a connection come in one by one; the installation's row is their door. */
async function oneByOne(tx: Transaction<DB>): Promise<void> {
  await tx.selectFrom("installation").select("id").forUpdate().execute();
}

export function lockRow(tx: Transaction<DB>, id: string) {
  return tx
    .selectFrom("feishu_connection")
    .selectAll()
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

async function isOwnedElsewhere(tx: Transaction<DB>, id: string): Promise<boolean> {
  await oneByOne(tx);
  const owner = await tx
    .selectFrom("feishu_connection")
    .select("id")
    .where("owns_sync", "=", true)
    .where("removed_at", "is", null)
    .where("id", "!=", id)
    .executeTakeFirst();
  return owner !== undefined;
}

/** Asks a run under way to stop between two blocks; what it applied stays. */
export async function stopRuns(tx: Transaction<DB>, connectionId: string): Promise<void> {
  await tx
    .updateTable("sync_run")
    .set({ cancel_requested: true })
    .where("connection_id", "=", connectionId)
    .where("status", "=", "running")
    .execute();
}

type Shown = { readonly [key: string]: Json };

export function audit(
  tx: Transaction<DB>,
  actor: Actor,
  action: string,
  objectId: string,
  before: Shown | undefined,
  after: Shown,
): Promise<void> {
  return appendAudit(tx, {
    actor,
    action,
    objectKind: "feishu_connection",
    objectId,
    ...(before ? { before } : {}),
    after,
  });
}
