import type { Kysely, Selectable } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { sameValue } from "../../core/sync/diff.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import { equalSecrets } from "../../platform/crypto/token.ts";
import type { FeishuConnection as ConnectionRow, DB } from "../../platform/db/schema.ts";
import { appendAudit } from "../admin/index.ts";
import { type ConnectionSettings, connectionSettingsSchema } from "./connection-settings.ts";
import { type EventKeys, openEventKeys, sameEventKeys, sealEventKeys } from "./event-keys.ts";
import type { Diagnosis } from "./ports.ts";
import { endFeishuSignIns } from "./sign-in-ending-store.ts";
import { readStoredDiagnosis } from "./stored-diagnosis.ts";

/** One Feishu app this installation is connected to. */
export interface FeishuConnection {
  readonly id: string;
  readonly appId: string;
  readonly openUrl: string;
  readonly accountsUrl: string;
  readonly settings: ConnectionSettings;
  readonly declaredBy: "file" | "console";
  readonly tenantKey: string | null;
  readonly ownsSync: boolean;
  readonly secretChangedAt: Instant;
  /** What the last check found; null before the first. */
  readonly lastDiagnosis: Diagnosis | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A connection as somebody declares it. */
export interface ConnectionDeclaration {
  readonly appId: string;
  readonly appSecret: string;
  readonly openUrl: string;
  readonly accountsUrl: string;
  readonly settings: ConnectionSettings;
  /** Of the webhook, where events come by it. */
  readonly eventKeys?: EventKeys;
}

/** Connections of the table `feishu_connection`. The app secret leaves it only through `readSecret`. */
export interface ConnectionStore {
  /** The connection that owns user and organisation sync (S7), else the only one there is. */
  findMain(): Promise<FeishuConnection | undefined>;
  readSecret(id: string): Promise<string>;
  /** Keys of the webhook; null where none are kept. */
  readEventKeys(id: string): Promise<EventKeys | null>;
  /**
   * Takes in what the configuration declares (product.md 5.9): the same app is changed in place, another app is added
   * beside it. Says in the audit log what changed, the secret only as "replaced".
   */
  declareFromFile(declaration: ConnectionDeclaration, actor: Actor): Promise<FeishuConnection>;
  /** Hands what a file declared before, and does no more, over to the console (product.md 5.9). */
  releaseFromFile(actor: Actor): Promise<void>;
  /** Pins the tenant, once it is known. */
  rememberTenant(id: string, tenantKey: string): Promise<void>;
}

/** Where an app's secret is sealed for. */
export const secretPlace = (appId: string) => ({ table: "feishu_connection", column: "app_secret", row: appId });

export function makeConnectionStore(db: Kysely<DB>, box: SecretBox): ConnectionStore {
  const open = (sealed: string, appId: string): string => {
    const secret = box.open(sealed, secretPlace(appId));
    // The master key was checked at start: this is damage, not a mistake somebody could cure.
    if (!secret.ok) throw new Error(`The stored secret of app ${appId} does not open: ${secret.error}`);
    return secret.value;
  };
  return {
    async findMain() {
      const row = await db
        .selectFrom("feishu_connection")
        .selectAll()
        .where("removed_at", "is", null)
        .orderBy("owns_sync", "desc")
        .orderBy("updated_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && toConnection(row);
    },
    async readSecret(id) {
      const row = await db
        .selectFrom("feishu_connection")
        .select(["app_id", "app_secret"])
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      return open(row.app_secret, row.app_id);
    },
    async readEventKeys(id) {
      const row = await db
        .selectFrom("feishu_connection")
        .select(["app_id", "event_encrypt_key", "event_verification_token"])
        .where("id", "=", id)
        .executeTakeFirst();
      return row === undefined ? null : openEventKeys(box, row.app_id, row);
    },
    async declareFromFile({ appId, appSecret, openUrl, accountsUrl, settings, eventKeys = null }, actor) {
      return db.transaction().execute(async (tx) => {
        // Several processes start with one file at once; the installation's row lets them in one by one.
        await tx.selectFrom("installation").select("id").forUpdate().execute();
        const before = await tx
          .selectFrom("feishu_connection")
          .selectAll()
          .where("app_id", "=", appId)
          .forUpdate()
          .executeTakeFirst();
        // A removed connection keeps no secret.
        const secretReplaced =
          before === undefined ||
          before.removed_at !== null ||
          !equalSecrets(open(before.app_secret, appId), appSecret);
        // Every start of every process declares the same again; a connection that stays as it is keeps its version, and
        // with it the token and the limits of those who use it.
        const keysReplaced = !sameEventKeys(before ? openEventKeys(box, appId, before) : null, eventKeys);
        const sameSecrets = !secretReplaced && !keysReplaced;
        if (before && sameSecrets && isAsDeclared(before, { openUrl, accountsUrl, settings }))
          return toConnection(before);
        const values = {
          app_id: appId,
          open_url: openUrl,
          accounts_url: accountsUrl,
          settings: JSON.stringify(settings),
          declared_by: "file" as const,
          owns_sync: true,
          removed_at: null,
          ...(secretReplaced
            ? { app_secret: box.seal(appSecret, secretPlace(appId)), secret_changed_at: new Date() }
            : {}),
          ...(keysReplaced ? sealEventKeys(box, appId, eventKeys) : {}),
        };
        // The file decides which app owns sync; whoever owned it before steps back first (S7).
        await tx
          .updateTable("feishu_connection")
          .set({ owns_sync: false })
          .where("app_id", "!=", appId)
          .where("owns_sync", "=", true)
          .execute();
        const row = before
          ? await tx
              .updateTable("feishu_connection")
              .set({ ...values, updated_at: new Date() })
              .where("id", "=", before.id)
              .returningAll()
              .executeTakeFirstOrThrow()
          : await tx
              .insertInto("feishu_connection")
              .values({ ...values, app_secret: values.app_secret ?? "" })
              .returningAll()
              .executeTakeFirstOrThrow();
        const changed =
          before === undefined ||
          !sameSecrets ||
          JSON.stringify(shownInAudit(before)) !== JSON.stringify(shownInAudit(row));
        const singleSignOn = (one: ConnectionSettings) => one.singleSignOn.enabled;
        if (before && singleSignOn(toConnection(before).settings) && !singleSignOn(settings))
          await endFeishuSignIns(tx, null);
        if (changed) {
          await appendAudit(tx, {
            actor,
            action: before ? "integration.changed" : "integration.created",
            objectKind: "feishu_connection",
            objectId: row.id,
            ...(before ? { before: shownInAudit(before) } : {}),
            after: {
              ...shownInAudit(row),
              ...(secretReplaced && before ? { app_secret: "replaced" } : {}),
              ...(keysReplaced && before ? { event_keys: eventKeys === null ? "removed" : "replaced" } : {}),
            },
          });
        }
        return toConnection(row);
      });
    },
    async releaseFromFile(actor) {
      await db.transaction().execute(async (tx) => {
        const released = await tx
          .updateTable("feishu_connection")
          .set({ declared_by: "console" })
          .where("declared_by", "=", "file")
          .where("removed_at", "is", null)
          .returning("id")
          .execute();
        for (const { id } of released) {
          await appendAudit(tx, {
            actor,
            action: "integration.changed",
            objectKind: "feishu_connection",
            objectId: id,
            before: { declared_by: "file" },
            after: { declared_by: "console" },
          });
        }
      });
    },
    async rememberTenant(id, tenantKey) {
      await db
        .updateTable("feishu_connection")
        .set({ tenant_key: tenantKey })
        .where("id", "=", id)
        .where("tenant_key", "is", null)
        .execute();
    },
  };
}

/** What the audit log shows of a connection: everything but its secret. */
export function shownInAudit(row: Selectable<ConnectionRow>): { readonly [key: string]: Json } {
  return {
    app_id: row.app_id,
    open_url: row.open_url,
    accounts_url: row.accounts_url,
    settings: row.settings as Json,
  };
}

function isAsDeclared(
  row: Selectable<ConnectionRow>,
  { openUrl, accountsUrl, settings }: Pick<ConnectionDeclaration, "openUrl" | "accountsUrl" | "settings">,
): boolean {
  const active = row.owns_sync && row.removed_at === null && row.declared_by === "file";
  return active && row.open_url === openUrl && row.accounts_url === accountsUrl && sameValue(row.settings, settings);
}

/** A row as the rest of the server knows it. */
export function toConnection(row: Selectable<ConnectionRow>): FeishuConnection {
  return {
    id: row.id,
    appId: row.app_id,
    openUrl: row.open_url,
    accountsUrl: row.accounts_url,
    settings: connectionSettingsSchema.parse(row.settings),
    declaredBy: row.declared_by as "file" | "console",
    tenantKey: row.tenant_key,
    ownsSync: row.owns_sync,
    secretChangedAt: row.secret_changed_at.toISOString() as Instant,
    lastDiagnosis: readStoredDiagnosis(row.last_diagnosis),
    createdAt: row.created_at.toISOString() as Instant,
    updatedAt: row.updated_at.toISOString() as Instant,
  };
}
