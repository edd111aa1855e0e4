import { textProblem } from "./field-rules.ts";
import type { SyncPolicy } from "./policy.ts";
import type { SourceUser } from "./snapshot.ts";

/** Why a person without an account gets none. */
export type CreationRefusal =
  | { readonly severity: "skipped"; readonly code: "policy_ignore"; readonly detail: Record<string, never> }
  | {
      readonly severity: "error";
      readonly code: "field_invalid";
      readonly detail: { readonly field: string; readonly rule: string };
    };

/** Judges whether a person nobody knows yet may get an account (S9, and a name to call them by). Returns null if so. */
export function creationRefusal(policy: SyncPolicy, source: SourceUser): CreationRefusal | null {
  if (policy.unmatchedFeishuUsers === "ignore") return { severity: "skipped", code: "policy_ignore", detail: {} };
  const problem = source.name ? textProblem("name", source.name) : { field: "name", rule: "not empty" };
  return problem && { severity: "error", code: "field_invalid", detail: { ...problem } };
}
