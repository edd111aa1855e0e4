import type { PlanChangeView, PlanIssueView, SyncPlanView } from "@larkbridge/contract";
import type { Output } from "../output.ts";
import { count, plural } from "../text.ts";
import { LEGEND, renderChange, renderIssues } from "./changes.ts";
import { renderCounts, renderCoverage, renderReasons } from "./run.ts";

/** A plan with the part of its changes and issues that is to be shown. */
export interface ShownPlan {
  readonly plan: SyncPlanView;
  readonly changes: readonly PlanChangeView[];
  readonly held: readonly PlanChangeView[];
  readonly issues: readonly PlanIssueView[];
}

const VERDICTS = {
  empty: ["green", "Nothing to do: the directory already is as Feishu says."],
  applyable: ["green", "Nothing stands in the way: `larkbridge sync run` applies it."],
  needs_approval: ["yellow", "A run applies the rest and waits for approval of what is held:"],
  blocked: ["red", "Nothing of this may be applied:"],
} as const;

/** A plan like a diff: how far was read, the sum, the changes, what is held, what to know, the verdict. */
export function renderPlan(shown: ShownPlan, output: Output): string {
  const { plan } = shown;
  const [colour, sentence] = VERDICTS[plan.verdict.kind];
  return [
    `Plan ${plan.id}  ${describeTarget(plan.target)}`,
    ...(plan.coverage ? [renderCoverage(plan.coverage, output)] : []),
    ...renderReasons(plan.reasons, output),
    "",
    renderCounts(plan.summary, output),
    ...renderSteps(shown, output),
    "",
    output.paint(colour, sentence),
    ...renderReasons(plan.verdict.reasons, output),
  ].join("\n");
}

/** The steps of a plan alone, for where its run tells the rest: the changes, what is held, what to know. */
export function renderSteps({ plan, changes, held, issues }: ShownPlan, output: Output): string[] {
  // Once a run is decided its held changes have become changes like the others.
  const heldCount = held.length > 0 ? plan.held_count : 0;
  const lines = [
    ...section("Changes", changes, plan.change_count + plan.held_count - heldCount, output),
    ...section("Held until somebody approves", held, heldCount, output),
  ];
  if (lines.length > 0) lines.push(output.paint("gray", LEGEND));
  if (issues.length > 0) lines.push("", output.paint("bold", "To know"), ...renderIssues(issues, output));
  return lines;
}

function section(title: string, shown: readonly PlanChangeView[], total: number, output: Output): string[] {
  if (total === 0) return [];
  const more =
    total > shown.length
      ? [`  … and ${count(total - shown.length)} more (--full shows all, --csv writes a table)`]
      : [];
  return [
    "",
    output.paint("bold", `${title} (${count(total)})`),
    ...shown.map((change) => renderChange(change, output)),
    ...more,
  ];
}

function describeTarget(target: SyncPlanView["target"]): string {
  if (target.kind === "all") return "of everything";
  if (target.kind === "department") return `of department ${target.open_department_id} and what is below it`;
  return `of ${plural(target.open_ids.length, "person", "people")}`;
}
