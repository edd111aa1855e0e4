import type { OpenId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { UserDetail, UserRef } from "../directory/index.ts";
import type { FindConnection } from "./connection.ts";
import type { ChangeRow, ExplainUser, SyncPlans, UserExplanation } from "./ports.ts";
import { isSourceFailure } from "./source-reader.ts";

/** A person's record as Feishu tells it right now, or that it tells none. */
export type RawRecord =
  | { readonly found: true; readonly record: { readonly [key: string]: Json } }
  | { readonly found: false; readonly code: string; readonly message: string };

export interface ExplainDeps {
  readonly findConnection: FindConnection;
  readonly users: { find(user: UserRef): Promise<UserDetail | undefined> };
  readonly plans: SyncPlans;
  /** Rejects with a `SourceFailure` when Feishu does not tell. */
  readonly readRawUser: (connectionId: string, openId: OpenId, signal: AbortSignal) => Promise<RawRecord>;
}

type Step = UserExplanation["steps"][number];

const SHOWN = 200;

/**
 * Explains a person, present or absent (product.md 2.4): the Feishu record read anew, whether it is in range, whose account it
 * is, what the policy says, and what a sync of just this person would do. Changes nothing but that a preview is stored.
 */
export function makeExplainUser(deps: ExplainDeps): ExplainUser {
  return async (user, signal) => {
    const connection = await deps.findConnection();
    if (connection === undefined) return err({ code: "integration_not_configured" });
    const known = await deps.users.find(user);
    const openId = user.kind === "open_id" ? user.openId : (known?.feishu?.openId ?? null);
    const query = Object.entries(user).find(([key]) => key !== "kind")?.[1] ?? "";
    const matched: Step = known
      ? step(
          "matched",
          known.feishu ? "yes" : "no",
          null,
          known.feishu
            ? `The account ${known.username} is linked.`
            : `The account ${known.username} is not linked to Feishu.`,
        )
      : step("matched", "no", null, "No account here belongs to this person yet.");
    const explanation = { query, userId: known?.id ?? null, feishu: null, changes: [], issues: [] };
    if (openId === null) {
      const unknown = "Without a link only Feishu's own id (ou_…) finds the person there.";
      return ok({ ...explanation, steps: [step("found_in_feishu", "unknown", null, unknown), matched] });
    }

    const raw = await readRecord(deps, connection.id, openId, signal);
    const preview = await deps.plans.planNow({ kind: "users", openIds: [openId] }, signal);
    if (!preview.ok) {
      if ("reasons" in preview.error && preview.error.reasons.some(({ code }) => code === "target_unknown")) {
        const steps = [...raw.steps, matched, step("result", "no", "target_unknown", resultOf([]))];
        return ok({ ...explanation, feishu: raw.record, steps });
      }
      const why = "reasons" in preview.error ? preview.error.reasons[0]?.code : preview.error.code;
      const steps = [
        ...raw.steps,
        matched,
        step("policy", "unknown", why ?? preview.error.code, "A sync of this person cannot be planned now."),
      ];
      return ok({ ...explanation, feishu: raw.record, steps });
    }
    const page = { limit: SHOWN, cursor: null };
    const changes = await deps.plans.readChanges(preview.value.id, {}, page);
    const issues = await deps.plans.readIssues(preview.value.id, {}, page);
    const rows = changes.ok ? changes.value.items : [];
    const told = issues.ok ? issues.value.items : [];
    const leftAlone = told.find(({ severity }) => severity === "skipped" || severity === "error");
    return ok({
      ...explanation,
      feishu: raw.record,
      changes: rows,
      issues: told,
      steps: [
        ...raw.steps,
        matched,
        leftAlone
          ? step("policy", "no", leftAlone.code, "A rule leaves this person alone, at least in part.")
          : step("policy", "yes", null, "No rule keeps a sync from this person."),
        step("result", rows.length > 0 ? "yes" : "no", null, resultOf(rows)),
      ],
    });
  };
}

async function readRecord(deps: ExplainDeps, connectionId: string, openId: OpenId, signal: AbortSignal) {
  try {
    const raw = await deps.readRawUser(connectionId, openId, signal);
    if (raw.found) {
      const steps = [
        step("found_in_feishu", "yes", null, "Feishu knows this person."),
        step("in_contact_range", "yes", null, "The app may see this person."),
      ];
      return { record: raw.record, steps };
    }
    // Feishu answers alike for somebody who is gone and somebody the app may not see.
    const outOfRange = raw.code === "feishu_no_user_authority";
    const steps = [
      step("found_in_feishu", outOfRange ? "unknown" : "no", raw.code, raw.message),
      step("in_contact_range", outOfRange ? "no" : "unknown", raw.code, raw.message),
    ];
    return { record: null, steps };
  } catch (error) {
    if (!isSourceFailure(error)) throw error;
    return { record: null, steps: [step("found_in_feishu", "unknown", error.code, error.message)] };
  }
}

function resultOf(changes: readonly ChangeRow[]): string {
  if (changes.length === 0) return "A sync would change nothing.";
  return `A sync would make ${changes.length === 1 ? "one change" : `${changes.length} changes`}: ${changes.map(({ verb, label }) => `${verb} ${label}`).join(", ")}.`;
}

function step(name: Step["step"], state: Step["state"], code: string | null, message: string): Step {
  return { step: name, state, code, message };
}
