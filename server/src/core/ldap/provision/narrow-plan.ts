import type { EntryChange, ProvisionPlan } from "./types.ts";

/** What a change is known by from one plan to the next. */
export type ChangeName = Pick<EntryChange, "kind" | "subject">;

/**
 * Leaves of a plan what concerns these entries, and the branches above everything, without which none can be made. The rest is as
 * it was: neither done nor held.
 */
export function narrowPlan(plan: ProvisionPlan, to: readonly ChangeName[]): ProvisionPlan {
  const names = new Set(to.map(nameOf));
  const isMeant = (change: EntryChange) => !change.linked || names.has(nameOf(change));
  const changes = plan.changes.filter(isMeant);
  const held = plan.held.filter(isMeant);
  if (plan.verdict === "blocked") return plan;
  const verdict = held.length > 0 ? "needs_approval" : changes.length > 0 ? "applyable" : "empty";
  return { ...plan, changes, held, verdict, reasons: held.length > 0 ? plan.reasons : [] };
}

const nameOf = ({ kind, subject }: ChangeName) => `${kind} ${subject}`;
