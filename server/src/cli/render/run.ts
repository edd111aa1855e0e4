import type { SyncPlanView, SyncStatusView } from "@larkbridge/contract";
import type { Colour, Output } from "../output.ts";
import { renderTable } from "../table.ts";
import { count, duration, plain, plural, time } from "../text.ts";

type Counts = SyncPlanView["summary"];

const STATUS: Readonly<Record<SyncStatusView["status"], readonly [Colour, string]>> = {
  not_synchronized: ["gray", "Not synchronized"],
  running: ["cyan", "Running"],
  waiting_for_approval: ["yellow", "Waiting for approval"],
  succeeded: ["green", "Succeeded"],
  partially_succeeded: ["yellow", "Partially succeeded"],
  failed: ["red", "Failed"],
  interrupted: ["red", "Interrupted"],
  rejected: ["yellow", "Rejected"],
  cancelled: ["yellow", "Cancelled"],
};

/** A status as a word, coloured. */
export function renderStatus(status: SyncStatusView["status"], output: Output): string {
  return output.paint(...STATUS[status]);
}

/** A run for people: how it ended, what it did, how far it could read, and why. */
export function renderRun(run: SyncStatusView, output: Output): string {
  if (run.status === "not_synchronized")
    return `${renderStatus(run.status, output)}: nothing ran yet. Start with \`larkbridge sync plan\`.`;
  const ended = run.finished_at === null ? "" : `, took ${duration(run.started_at, run.finished_at)}`;
  const lines = [
    `Run ${run.id}  ${renderStatus(run.status, output)}  ${output.paint("gray", `${run.trigger}, by ${plain(run.requested_by.name)}, ${time(run.started_at)}${ended}`)}`,
    "",
    renderCounts(run.counts, output),
  ];
  if (run.coverage) lines.push("", renderCoverage(run.coverage, output));
  if (run.reasons.length > 0) lines.push("", ...renderReasons(run.reasons, output));
  if (run.status === "waiting_for_approval") {
    lines.push(
      "",
      `${plural(run.held_count, "change waits", "changes wait")}. Look:  larkbridge sync show ${run.id}`,
      `Decide:  larkbridge sync approve ${run.id}   or   larkbridge sync reject ${run.id}`,
    );
  }
  return lines.join("\n");
}

const COLUMNS = ["created", "updated", "disabled", "restored", "deleted", "unchanged", "skipped", "failed"] as const;

/** Counts as a table; a zero is a dot, so that what happened stands out. */
export function renderCounts(counts: Counts, output: Output): string {
  const kinds = ["users", "departments", "memberships"] as const;
  return renderTable(
    [{ title: "" }, ...COLUMNS.map((title) => ({ title, align: "right" as const }))],
    kinds.map((kind) => [
      kind,
      ...COLUMNS.map((column) => (counts[kind][column] === 0 ? "·" : count(counts[kind][column]))),
    ]),
    output.width,
  );
}

/** How far the reading can be trusted, in a line or a few. */
export function renderCoverage(coverage: NonNullable<SyncPlanView["coverage"]>, output: Output): string {
  const hint = coverage.users_hint === null ? "" : ` (member counts add up to ${count(coverage.users_hint)})`;
  const read = `Read ${count(coverage.departments_read)} of ${plural(coverage.departments_expected, "department", "departments")}, ${plural(coverage.users_read, "person", "people")}${hint}, with ${plural(coverage.calls, "call", "calls")}`;
  if (coverage.complete) return `${read}: ${output.paint("green", "complete")}.`;
  const shown = coverage.unread
    .slice(0, 5)
    .map(({ what, key, code, message }) => `  ${what.replaceAll("_", " ")} ${key}: ${plain(message)} (${code})`);
  const more =
    coverage.unread_count > shown.length ? [`  … and ${count(coverage.unread_count - shown.length)} more`] : [];
  return [`${read}: ${output.paint("yellow", "incomplete")}; nobody below these was removed:`, ...shown, ...more].join(
    "\n",
  );
}

/** Why a run ended as it did, each with its cure. */
export function renderReasons(reasons: SyncStatusView["reasons"], output: Output): string[] {
  return reasons.flatMap(({ code, message, cure }) => [
    `${output.paint("yellow", "!")} ${plain(message)} ${output.paint("gray", `(${code})`)}`,
    `  ${plain(cure)}`,
  ]);
}
