import type { Kysely, Selectable } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { DB, FeishuDraft as DraftRow } from "../../platform/db/schema.ts";
import { appendAudit } from "../admin/index.ts";
import { type ConnectionSettings, connectionSettingsSchema } from "./connection-settings.ts";

/** A set-up under way. There is one, and any operator takes it up (S1). */
export interface Draft {
  /** 1 to 4: how far it has come. */
  readonly step: number;
  readonly appId: string | null;
  readonly hasSecret: boolean;
  readonly openUrl: string;
  readonly accountsUrl: string;
  readonly settings: ConnectionSettings;
  readonly updatedBy: Actor;
  readonly updatedAt: Instant;
}

/** A draft to be saved; `appSecret` undefined keeps the one there is, null drops it. */
export interface DraftToSave extends Omit<Draft, "hasSecret" | "updatedBy" | "updatedAt"> {
  readonly appSecret: string | null | undefined;
}

/** The table `feishu_draft`. The secret leaves it only through `readSecret`. */
export interface DraftStore {
  find(): Promise<Draft | undefined>;
  /** Null when the draft has none. */
  readSecret(): Promise<string | null>;
  /** Derives what to save from what is there, undisturbed by others who save at the same time. */
  save(derive: (before: Draft | undefined) => DraftToSave, actor: Actor): Promise<Draft>;
  /** Returns whether there was one. */
  discard(actor: Actor): Promise<boolean>;
}

const place = (appId: string) => ({ table: "feishu_draft", column: "app_secret", row: appId });

export function makeDraftStore(db: Kysely<DB>, box: SecretBox): DraftStore {
  return {
    async find() {
      const row = await db.selectFrom("feishu_draft").selectAll().executeTakeFirst();
      return row && toDraft(row);
    },
    async readSecret() {
      const row = await db.selectFrom("feishu_draft").select(["app_id", "app_secret"]).executeTakeFirst();
      if (!row?.app_id || row.app_secret === null) return null;
      const secret = box.open(row.app_secret, place(row.app_id));
      // The master key was checked at start: this is damage, not a mistake somebody could cure.
      if (!secret.ok) throw new Error(`The draft's secret does not open: ${secret.error}`);
      return secret.value;
    },
    save: (derive, actor) =>
      db.transaction().execute(async (tx) => {
        // The row may not be there yet, so the installation's row is what lets savers in one by one.
        await tx.selectFrom("installation").select("id").forUpdate().execute();
        const before = await tx.selectFrom("feishu_draft").selectAll().executeTakeFirst();
        const { appId, appSecret, openUrl, accountsUrl, settings, step } = derive(before && toDraft(before));
        if (appSecret && appId === null) throw new Error("a secret without its app");
        const sealed = appSecret && appId !== null ? box.seal(appSecret, place(appId)) : null;
        const values = {
          step,
          app_id: appId,
          app_secret: appSecret === undefined ? (before?.app_secret ?? null) : sealed,
          open_url: openUrl,
          accounts_url: accountsUrl,
          settings: JSON.stringify(settings),
          updated_by: JSON.stringify(actor),
          updated_at: new Date(),
        };
        if (!before) await appendAudit(tx, { ...OBJECT, actor, action: "integration.draft_begun" });
        const row = await tx
          .insertInto("feishu_draft")
          .values(values)
          .onConflict((conflict) => conflict.column("only_row").doUpdateSet(values))
          .returningAll()
          .executeTakeFirstOrThrow();
        return toDraft(row);
      }),
    discard: (actor) =>
      db.transaction().execute(async (tx) => {
        const { numDeletedRows } = await tx.deleteFrom("feishu_draft").executeTakeFirstOrThrow();
        if (numDeletedRows === 0n) return false;
        await appendAudit(tx, { ...OBJECT, actor, action: "integration.draft_discarded" });
        return true;
      }),
  };
}

const OBJECT = { objectKind: "feishu_draft", objectId: null };

function toDraft(row: Selectable<DraftRow>): Draft {
  return {
    step: row.step,
    appId: row.app_id,
    hasSecret: row.app_secret !== null,
    openUrl: row.open_url,
    accountsUrl: row.accounts_url,
    settings: connectionSettingsSchema.parse(row.settings),
    updatedBy: row.updated_by as unknown as Actor,
    updatedAt: row.updated_at.toISOString() as Instant,
  };
}
