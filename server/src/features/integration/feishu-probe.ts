import type { Failure } from "../../core/kernel/failure.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Readability, SourceUser } from "../../core/sync/snapshot.ts";
import type { ConnectionStore, FeishuConnection } from "./connection-store.ts";
import type { DraftStore } from "./draft-store.ts";
import { otherHostOf } from "./feishu-hosts.ts";
import type { AppChoice, Diagnosis, FeishuCode, NoApp } from "./ports.ts";

/** An app nobody is connected to yet. */
export interface CandidateApp {
  readonly appId: string;
  readonly appSecret: string;
  readonly openUrl: string;
}

/** Asks Feishu about an app, connected or not; the connector does it. */
export interface FeishuProbe {
  diagnose(app: FeishuConnection | CandidateApp, signal: AbortSignal): Promise<Diagnosis>;
  samplePeople(
    app: FeishuConnection | CandidateApp,
    limit: number,
    signal: AbortSignal,
  ): Promise<Result<{ readonly people: readonly SourceUser[]; readonly readable: Readability }, Failure<FeishuCode>>>;
}

/** Finds the app an operator asks about: the integration where there is one, else the draft. */
export async function chooseApp(
  connections: ConnectionStore,
  drafts: DraftStore,
  choice: AppChoice,
): Promise<Result<FeishuConnection | CandidateApp, NoApp>> {
  if (choice !== "draft") {
    const connection = await connections.findMain();
    if (connection) return ok(connection);
    if (choice === "integration") return err({ code: "integration_not_configured" });
  }
  return draftApp(drafts);
}

/** The draft's app, once it can be asked about. */
export async function draftApp(
  drafts: DraftStore,
): Promise<Result<CandidateApp, Failure<"integration_draft_not_found"> | Failure<"integration_draft_incomplete">>> {
  const draft = await drafts.find();
  if (!draft) return err({ code: "integration_draft_not_found" });
  const appSecret = await drafts.readSecret();
  const missing = [...(draft.appId === null ? ["app_id"] : []), ...(appSecret === null ? ["app_secret"] : [])];
  if (draft.appId === null || appSecret === null)
    return err({ code: "integration_draft_incomplete", detail: { missing } });
  return ok({ appId: draft.appId, appSecret, openUrl: draft.openUrl });
}

/** Why the app got no access, or null: the checks that say whether anybody is there and takes the credentials (S2). */
export function accessRefusal({ checks }: Diagnosis, openUrl: string): Failure<FeishuCode> | null {
  const refused = checks.find(
    ({ check, state }) =>
      state === "failed" && (check === "reachable" || check === "region" || check === "credentials"),
  );
  if (!refused) return null;
  const { code } = refused;
  // These three checks fail only by what Feishu said.
  if (code === null || code === "contact_range_empty" || code === "locked_fields_unreadable")
    throw new Error(`the check ${refused.check} failed with ${code}`);
  return { code, detail: { host: new URL(openUrl).host, other_host: otherHostOf(openUrl) } };
}
