import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { DEFAULT_SETTINGS } from "./connection-settings.ts";
import type { Draft, DraftToSave } from "./draft-store.ts";
import { accountsUrlOf, FEISHU_OPEN_URL } from "./feishu-hosts.ts";
import { accessRefusal, draftApp } from "./feishu-probe.ts";
import { type IntegrationParts, toIntegration } from "./integrations.ts";
import type { Diagnosis, FeishuCode, FeishuIntegration } from "./ports.ts";
import type { Reschedule } from "./reschedule.ts";
import { changeUserSync, type UserSyncChange } from "./user-sync-settings.ts";

/** What is saved of a set-up; what is left out stays as it is. */
export interface DraftChange {
  readonly step?: number | undefined;
  readonly appId?: string | null | undefined;
  readonly appSecret?: string | undefined;
  readonly openUrl?: string | undefined;
  readonly accountsUrl?: string | undefined;
  readonly supportBuiltInUsers?: boolean | undefined;
  readonly userSync?: UserSyncChange | undefined;
  readonly singleSignOn?: { readonly enabled: boolean } | undefined;
  readonly feishuClientAccess?: { readonly enabled: boolean } | undefined;
}

/** An app to ask about; what is left out is the draft's. */
export interface AskedApp {
  readonly appId: string;
  readonly appSecret?: string | undefined;
  readonly openUrl?: string | undefined;
}

type Incomplete = Failure<"integration_draft_incomplete">;
type NoDraft = Failure<"integration_draft_not_found">;

/** Setting up the integration step by step (S1, S2). */
export interface SetUp {
  findDraft(): Promise<Draft | undefined>;
  /** A secret needs its app, told before or together with it. */
  saveDraft(change: DraftChange, actor: Actor): Promise<Result<Draft, Incomplete>>;
  discardDraft(actor: Actor): Promise<boolean>;
  /** Asks Feishu about an app that is stored nowhere. Trouble with Feishu is a failed check, not a failure. */
  checkApp(app: AskedApp, signal: AbortSignal): Promise<Result<Diagnosis, Incomplete>>;
  /** Makes the draft the integration, once Feishu takes its credentials. */
  finish(
    actor: Actor,
    signal: AbortSignal,
  ): Promise<
    Result<
      FeishuIntegration,
      NoDraft | Incomplete | Failure<"integration_exists"> | Failure<"user_sync_owned_elsewhere"> | Failure<FeishuCode>
    >
  >;
}

export function makeSetUp(parts: IntegrationParts & { readonly reschedule: Reschedule }): SetUp {
  const { changes, drafts, probe, nextRuns, reschedule } = parts;
  return {
    findDraft: () => drafts.find(),
    async saveDraft(change, actor) {
      const appId = change.appId === undefined ? (await drafts.find())?.appId : change.appId;
      if (change.appSecret !== undefined && !appId)
        return err({ code: "integration_draft_incomplete", detail: { missing: ["app_id"] } });
      return ok(await drafts.save((before) => draftToSave(before, change), actor));
    },
    discardDraft: (actor) => drafts.discard(actor),
    async checkApp({ appId, appSecret: given, openUrl: told }, signal) {
      const draft = await drafts.find();
      const openUrl = told ?? draft?.openUrl ?? FEISHU_OPEN_URL;
      // The stored secret goes nowhere but where it was meant for: nobody learns it by naming a host of their own.
      const isDrafts = draft?.appId === appId && draft.openUrl === openUrl;
      const appSecret = given ?? (isDrafts ? await drafts.readSecret() : null);
      if (appSecret === null) return err({ code: "integration_draft_incomplete", detail: { missing: ["app_secret"] } });
      return ok(await probe.diagnose({ appId, appSecret, openUrl }, signal));
    },
    async finish(actor, signal) {
      const app = await draftApp(drafts);
      if (!app.ok) return app;
      const draft = await drafts.find();
      if (!draft) return err({ code: "integration_draft_not_found" });
      const diagnosis = await probe.diagnose(app.value, signal);
      const refusal = accessRefusal(diagnosis, app.value.openUrl);
      if (refusal) return err(refusal);
      const { accountsUrl, settings } = draft;
      const made = await changes.create({ ...app.value, accountsUrl, settings }, diagnosis, actor);
      if (!made.ok) return made;
      await reschedule(made.value.settings.userSync);
      return ok(toIntegration(made.value, nextRuns));
    },
  };
}

function draftToSave(before: Draft | undefined, change: DraftChange): DraftToSave {
  const settings = before?.settings ?? DEFAULT_SETTINGS;
  const openUrl = change.openUrl ?? before?.openUrl ?? FEISHU_OPEN_URL;
  const appId = change.appId === undefined ? (before?.appId ?? null) : change.appId;
  // A secret belongs to one app at one address.
  const moved = before !== undefined && (appId !== before.appId || openUrl !== before.openUrl);
  const accountsKept = moved || !before ? accountsUrlOf(openUrl) : before.accountsUrl;
  return {
    step: change.step ?? before?.step ?? 1,
    appId,
    appSecret: change.appSecret ?? (moved ? null : undefined),
    openUrl,
    accountsUrl: change.accountsUrl ?? accountsKept,
    settings: {
      ...settings,
      supportBuiltInUsers: change.supportBuiltInUsers ?? settings.supportBuiltInUsers,
      userSync: changeUserSync(settings.userSync, change.userSync ?? {}),
      singleSignOn: change.singleSignOn ?? settings.singleSignOn,
      feishuClientAccess: change.feishuClientAccess ?? settings.feishuClientAccess,
    },
  };
}
