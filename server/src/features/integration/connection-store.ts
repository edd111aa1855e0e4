import type { Kysely, Selectable } from "kysely";
import { z } from "zod";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { sameValue } from "../../core/sync/diff.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import { equalSecrets } from "../../platform/crypto/token.ts";
import type { FeishuConnection as ConnectionRow, DB } from "../../platform/db/schema.ts";
import { appendAudit } from "../admin/index.ts";

const time = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/);

/** When a sync runs by itself (S8). */
const scheduleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("manual") }),
  z.strictObject({ kind: z.literal("daily"), at: time }),
  z.strictObject({
    kind: z.literal("weekly"),
    day: z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
    at: time,
  }),
  z.strictObject({ kind: z.literal("monthly"), day: z.union([z.int().min(1).max(31), z.literal("last")]), at: time }),
  z.strictObject({ kind: z.literal("interval"), hours: z.int().min(1).max(168) }),
]);

/** What the database keeps of a connection beside its credentials: the four services and their settings (S6). */
export const connectionSettingsSchema = z.strictObject({
  rateLimit: z.union([z.literal("off"), z.strictObject({ perSecond: z.number(), perMinute: z.number() })]),
  eventsMode: z.enum(["long_connection", "webhook", "off"]),
  supportBuiltInUsers: z.boolean(),
  userSync: z.strictObject({
    enabled: z.boolean(),
    schedule: scheduleSchema,
    timeZone: z.string(),
    policy: z.strictObject({
      unmatchedLocalUsers: z.enum(["ignore", "disable", "delete"]),
      unmatchedFeishuUsers: z.enum(["create_and_link", "ignore"]),
      unmatchedLocalDepartments: z.enum(["ignore", "delete"]),
      unmatchedFeishuDepartments: z.enum(["create_and_link", "ignore"]),
      departedUsers: z.enum(["disable", "delete", "ignore"]),
      departedDepartments: z.enum(["delete", "ignore"]),
      fields: z.strictObject({ mobile: z.boolean(), employeeNo: z.boolean(), nickname: z.boolean() }),
      guard: z.strictObject({ percent: z.number(), minimum: z.number() }),
    }),
  }),
  singleSignOn: z.strictObject({ enabled: z.boolean() }),
  messageNotifications: z.strictObject({ enabled: z.boolean(), method: z.enum(["account_binding", "email"]) }),
  feishuClientAccess: z.strictObject({ enabled: z.boolean() }),
});
export type ConnectionSettings = z.infer<typeof connectionSettingsSchema>;

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
}

/** Connections of the table `feishu_connection`. The app secret leaves it only through `readSecret`. */
export interface ConnectionStore {
  /** The connection that owns user and organisation sync (S7), else the only one there is. */
  findMain(): Promise<FeishuConnection | undefined>;
  readSecret(id: string): Promise<string>;
  /**
   * Takes in what the configuration declares (product.md 5.9): the same app is changed in place, another app is added
   * beside it. Says in the audit log what changed, the secret only as "replaced".
   */
  declareFromFile(declaration: ConnectionDeclaration, actor: Actor): Promise<FeishuConnection>;
  /** Pins the tenant, once it is known. */
  rememberTenant(id: string, tenantKey: string): Promise<void>;
}

const secretPlace = (appId: string) => ({ table: "feishu_connection", column: "app_secret", row: appId });

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
    async declareFromFile({ appId, appSecret, openUrl, accountsUrl, settings }, actor) {
      return db.transaction().execute(async (tx) => {
        // Several processes start with one file at once; the installation's row lets them in one by one.
        await tx.selectFrom("installation").select("id").forUpdate().execute();
        const before = await tx
          .selectFrom("feishu_connection")
          .selectAll()
          .where("app_id", "=", appId)
          .forUpdate()
          .executeTakeFirst();
        const secretReplaced = before === undefined || !equalSecrets(open(before.app_secret, appId), appSecret);
        // Every start of every process declares the same again; a connection that stays as it is keeps its version, and
        // with it the token and the limits of those who use it.
        if (before && !secretReplaced && isAsDeclared(before, { openUrl, accountsUrl, settings }))
          return toConnection(before);
        const values = {
          app_id: appId,
          open_url: openUrl,
          accounts_url: accountsUrl,
          settings: JSON.stringify(settings),
          declared_by: "file" as const,
          owns_sync: true,
          removed_at: null,
          ...(secretReplaced ? { app_secret: box.seal(appSecret, secretPlace(appId)) } : {}),
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
        const shown = (one: Selectable<ConnectionRow>) => ({
          app_id: one.app_id,
          open_url: one.open_url,
          accounts_url: one.accounts_url,
          settings: one.settings as Json,
        });
        const changed =
          before === undefined || secretReplaced || JSON.stringify(shown(before)) !== JSON.stringify(shown(row));
        if (changed) {
          await appendAudit(tx, {
            actor,
            action: before ? "integration.changed" : "integration.created",
            objectKind: "feishu_connection",
            objectId: row.id,
            ...(before ? { before: shown(before) } : {}),
            after: { ...shown(row), ...(secretReplaced && before ? { app_secret: "replaced" } : {}) },
          });
        }
        return toConnection(row);
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

function isAsDeclared(
  row: Selectable<ConnectionRow>,
  { openUrl, accountsUrl, settings }: Pick<ConnectionDeclaration, "openUrl" | "accountsUrl" | "settings">,
): boolean {
  const active = row.owns_sync && row.removed_at === null && row.declared_by === "file";
  return active && row.open_url === openUrl && row.accounts_url === accountsUrl && sameValue(row.settings, settings);
}

function toConnection(row: Selectable<ConnectionRow>): FeishuConnection {
  return {
    id: row.id,
    appId: row.app_id,
    openUrl: row.open_url,
    accountsUrl: row.accounts_url,
    settings: connectionSettingsSchema.parse(row.settings),
    declaredBy: row.declared_by as "file" | "console",
    tenantKey: row.tenant_key,
    ownsSync: row.owns_sync,
    createdAt: row.created_at.toISOString() as Instant,
    updatedAt: row.updated_at.toISOString() as Instant,
  };
}
