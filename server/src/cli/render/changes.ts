import type { PlanChangeView, PlanIssueView } from "@larkbridge/contract";
import type { Colour, Output } from "../output.ts";
import { fit, plain } from "../text.ts";

const SIGNS: Readonly<Record<PlanChangeView["verb"], readonly [string, Colour]>> = {
  create: ["+", "green"],
  add_member: ["+", "green"],
  update: ["~", "cyan"],
  link: ["~", "cyan"],
  move: [">", "cyan"],
  reactivate: ["^", "green"],
  deactivate: ["x", "yellow"],
  remove: ["-", "red"],
  remove_member: ["-", "red"],
};

/** What the signs mean, for the end of a list. */
export const LEGEND = "+ create   ~ update   > move   ^ restore   x disable   - delete";

const WIDEST_VALUE = 40;

/** One change as a line of a diff: sign, kind, who, what becomes of which field, why. */
export function renderChange(change: PlanChangeView, output: Output): string {
  const [sign, colour] = SIGNS[change.verb];
  const kind = change.kind.slice(0, -1).padEnd(10);
  const name = change.department_label === null ? change.label : `${change.label} in ${change.department_label}`;
  const failure = change.failure === null ? "" : `  ${output.paint("red", `failed: ${plain(change.failure.message)}`)}`;
  const head = `${sign} ${kind} ${fit(plain(name), WIDEST_VALUE)}`;
  const fields = describeFields(change);
  return `${output.paint(colour, head)}${fields ? `  ${fields}` : ""}  ${output.paint("gray", change.reason.replaceAll("_", " "))}${failure}`;
}

/** Fields that tell a person something; ids of links and pins do not. */
const SILENT = new Set(["link", "pin", "attributes", "disabled_by", "user_order", "department_order"]);

function describeFields({ verb, before, after }: PlanChangeView): string {
  if (before === null || after === null || verb === "create") return "";
  return Object.keys(after)
    .filter((key) => !SILENT.has(key))
    .map((key) => `${key}: ${describeValue(before[key])} → ${describeValue(after[key])}`)
    .join(", ");
}

const UUID = /\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** Our ids are cut to their first eight digits: enough to tell two apart, and `--json` has them whole. */
function describeValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "(empty)";
  if (Array.isArray(value))
    return value.length === 0 ? "(empty)" : fit(value.map(describeValue).join(", "), WIDEST_VALUE);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return fit(plain(text.replace(UUID, "$1")), WIDEST_VALUE);
}

/** Issues told together where they say the same, most severe first: "12 × no_email: …" and a few names. */
export function renderIssues(issues: readonly PlanIssueView[], output: Output): string[] {
  const order = ["error", "warning", "skipped", "note"] as const;
  const colours = { error: "red", warning: "yellow", skipped: "gray", note: "gray" } as const;
  const groups = [...Map.groupBy(issues, (issue) => `${issue.severity} ${issue.code}`).values()];
  return groups
    .sort((a, b) => order.indexOf((a[0] as PlanIssueView).severity) - order.indexOf((b[0] as PlanIssueView).severity))
    .flatMap((group) => {
      const first = group[0] as PlanIssueView;
      const names = group.slice(0, 5).map(({ label }) => fit(plain(label), 20));
      const more = group.length > names.length ? ", …" : "";
      const message = group.length === 1 || first.message === group[1]?.message ? first.message : "";
      return [
        `${output.paint(colours[first.severity], first.severity.padEnd(8))} ${group.length} × ${first.code}${message ? `: ${plain(message)}` : ""}`,
        `         ${names.join(", ")}${more}`,
        ...(first.severity === "error" || first.severity === "warning" ? [`         ${plain(first.cure)}`] : []),
      ];
    });
}
