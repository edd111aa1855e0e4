import type { DiagnosisView } from "@larkbridge/contract";
import type { Colour, Output } from "../output.ts";
import { plain, plural } from "../text.ts";

const SIGNS: Readonly<Record<DiagnosisView["checks"][number]["state"], readonly [Colour, string]>> = {
  ok: ["green", "ok     "],
  warning: ["yellow", "warning"],
  failed: ["red", "failed "],
  unknown: ["gray", "unknown"],
};

/** What `doctor` found, in words an administrator can act on. */
export function renderDiagnosis(diagnosis: DiagnosisView, output: Output): string {
  const { app, tenant, checks, permissions, fields, contact_range: range } = diagnosis;
  const lines = [
    `App ${app.id}${app.name ? ` "${plain(app.name)}"` : ""}${tenant.name ? ` of ${plain(tenant.name)}` : ""}`,
    "",
    ...checks.flatMap(({ check, state, message, cure }) => [
      `${output.paint(...SIGNS[state])} ${check.replaceAll("_", " ").padEnd(14)} ${plain(message)}`,
      ...(cure === null ? [] : [`${" ".repeat(23)}${plain(cure)}`]),
    ]),
  ];
  const missing = permissions.permissions.filter(({ granted, covered_by }) => granted === false && covered_by === null);
  if (missing.length > 0) {
    lines.push("", "Missing permissions");
    for (const { permission, need, purpose, fills } of missing) {
      const use = fills.length > 0 ? `; fills ${fills.join(", ")}` : "";
      lines.push(`  ${need === "required" ? output.paint("red", need) : need}  ${permission}  ${plain(purpose)}${use}`);
    }
    if (permissions.grant_url) lines.push("", `Grant them here, then publish a version:`, `  ${permissions.grant_url}`);
    if (permissions.import_json)
      lines.push("Or paste this at batch import (批量导入):", `  ${permissions.import_json}`);
  }
  const unreadable = fields.filter(({ readable }) => readable === false);
  if (unreadable.length > 0) {
    lines.push("", "Fields that stay as they are because they may not be read");
    for (const { field, permission } of unreadable)
      lines.push(`  ${field}${permission ? `  needs ${permission}` : ""}`);
  }
  if (range.mode === "partial") {
    const parts = [
      range.departments === null ? null : plural(range.departments, "department", "departments"),
      range.users === null ? null : plural(range.users, "person listed singly", "people listed singly"),
    ].filter((part) => part !== null);
    const sample = range.sample.length > 0 ? `: ${range.sample.map(plain).join(", ")} …` : "";
    lines.push("", `Contact range: ${parts.join(" and ")}${sample}`);
  }
  lines.push(
    "",
    diagnosis.healthy
      ? output.paint("green", "Everything needed is in place.")
      : output.paint("red", "Something needs attention."),
  );
  return lines.join("\n");
}
