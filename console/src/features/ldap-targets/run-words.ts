import type { Tone } from "../../design/index.ts";
import type { EntryChange, TargetRun } from "./types.ts";

/** In the order of the tiles. */
export const VERBS = [
  "create",
  "adopt",
  "update",
  "rename",
  "disable",
  "delete",
] as const satisfies readonly EntryChange["verb"][];
export type Verb = (typeof VERBS)[number];
export const KINDS = ["people", "groups", "units"] as const satisfies readonly EntryChange["kind"][];
export type Kind = (typeof KINDS)[number];
export const COUNTED = [
  "created",
  "adopted",
  "updated",
  "renamed",
  "disabled",
  "deleted",
  "unchanged",
  "failed",
] as const satisfies readonly (keyof TargetRun["counts"]["people"])[];

/** The sign and colour of a verb: taking over and renaming change what is there. */
export const SIGN_OF: Readonly<Record<Verb, "create" | "update" | "disable" | "delete">> = {
  create: "create",
  adopt: "update",
  update: "update",
  rename: "update",
  disable: "disable",
  delete: "delete",
};

const COUNT_OF = {
  create: "created",
  adopt: "adopted",
  update: "updated",
  rename: "renamed",
  disable: "disabled",
  delete: "deleted",
} as const;

/** How many entries of a kind, or of all kinds, a verb is done to. */
export function countOf(counts: TargetRun["counts"], verb: Verb, kind?: Kind | undefined): number {
  return KINDS.reduce((sum, one) => sum + (kind === undefined || one === kind ? counts[one][COUNT_OF[verb]] : 0), 0);
}

/** How many entries a run changes, whatever it does to them. */
export function changedBy(counts: TargetRun["counts"]): number {
  return VERBS.reduce((sum, verb) => sum + countOf(counts, verb), 0);
}

/** How many entries failed. */
export function failedIn(counts: TargetRun["counts"]): number {
  return KINDS.reduce((sum, kind) => sum + counts[kind].failed, 0);
}

/** How many entries are taken away from people: disabled or deleted. */
export function removalsIn(counts: TargetRun["counts"]): number {
  return countOf(counts, "disable") + countOf(counts, "delete");
}

/** What may be done about a run now. */
export function actsOn(
  run: Pick<TargetRun, "status" | "purpose" | "verdict" | "counts" | "change_count" | "held_count">,
): {
  readonly cancel: boolean;
  readonly apply: boolean;
  readonly retry: boolean;
} {
  return {
    cancel: run.status === "running",
    apply: run.status === "planned" && run.verdict !== "blocked" && run.change_count + run.held_count > 0,
    retry: run.purpose === "run" && run.status === "partially_succeeded" && failedIn(run.counts) > 0,
  };
}

/** The colour of a server's state in the list. */
export function toneOfStatus(status: string): Tone {
  if (status === "succeeded") return "success";
  if (status === "running" || status === "planned") return "info";
  if (status === "partially_succeeded") return "warning";
  return status === "rejected" || status === "cancelled" ? "neutral" : "danger";
}
