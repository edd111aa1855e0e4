import { narrowPlan } from "../../core/ldap/provision/narrow-plan.ts";
import { hasClass, placeDns } from "../../core/ldap/provision/reading.ts";
import type { EntryChange, FoundEntry, ProvisionPlan, TargetShape } from "../../core/ldap/provision/types.ts";
import { RunStopped } from "../sync/index.ts";
import { applyChanges } from "./apply-changes.ts";
import { storeLdapPlan } from "./change-store.ts";
import { digestOf } from "./changes-digest.ts";
import { forgetLinks, keepLinks, linkKey } from "./link-store.ts";
import { readPasswordHashes } from "./password-store.ts";
import { planSlowly } from "./plan-slowly.ts";
import type { LdapRunReason, LdapRunStatus } from "./ports.ts";
import { readBack } from "./read-back.ts";
import { readBothSides } from "./read-both-sides.ts";
import type { ReconcileDeps, ReconcileWork } from "./reconcile-work.ts";
import type { LdapRunLease } from "./run-lease-store.ts";
import { finishLdapRun, replaceWaiting } from "./run-store.ts";

interface Ended {
  readonly status: Exclude<LdapRunStatus, "running">;
  readonly reasons: readonly LdapRunReason[];
  /** The directory's revision that was written. */
  readonly revision: number | null;
}

/**
 * Carries out a run whose lease is held: reads both sides, plans, stores the plan, and (not for a preview) applies it. What is applied
 * is always planned on a fresh reading; what somebody agreed to is recognised by its digest. Never rejects.
 *
 * @returns how it ended; null when it is not ours any more
 */
export async function reconcile(deps: ReconcileDeps, work: ReconcileWork): Promise<Ended | null> {
  const { lease } = work;
  const { kysely } = deps.database;
  try {
    const end = await carryOut(deps, work).catch((error: unknown) => endOf(deps, lease, error));
    if (end) await finishLdapRun(kysely, lease.runId, { ...end, now: deps.clock.now() });
    return end;
  } catch (error) {
    // The row stays open; whoever looks next finds its lock free and closes it as interrupted.
    deps.onError(`LDAP run ${lease.runId} could not be closed`, error);
    return null;
  } finally {
    await lease.release();
  }
}

function endOf(deps: ReconcileDeps, lease: LdapRunLease, error: unknown): Ended | null {
  if (error instanceof RunStopped) {
    if (error.reason === "lost") return null;
    const cancelled = error.reason === "cancelled";
    const code = cancelled ? "cancelled_by_operator" : "run_interrupted";
    return { status: cancelled ? "cancelled" : "interrupted", reasons: [{ code, detail: {} }], revision: null };
  }
  const failure = deps.servers.failureOf(error);
  if (failure) return { status: "failed", reasons: [failure], revision: null };
  deps.onError(`LDAP run ${lease.runId} failed`, error);
  return { status: "failed", reasons: [{ code: "internal_error", detail: {} }], revision: null };
}

async function carryOut(deps: ReconcileDeps, work: ReconcileWork): Promise<Ended> {
  const { lease, settings, address } = work;
  lease.report({ phase: "reading_directory", done: 0, total: null });
  const relations = await deps.directory.checkRelations();
  if (!relations.ok) {
    const { code, findings } = relations.error;
    return { status: "failed", reasons: [{ code, detail: {} }, ...findings], revision: null };
  }
  const session = await deps.servers.open(address);
  let last = session;
  try {
    const { directory, input } = await readBothSides(deps, work, session, relations.value);
    lease.stopped.throwIfAborted();
    lease.report({ phase: "planning", done: 0, total: null });
    const planned = await planSlowly(deps.directory, directory, relations.value, input, lease.stopped);
    const { plan: whole, revision } = planned;
    const plan = work.only ? narrowPlan(whole, work.only) : whole;
    const stale =
      work.agreed !== null &&
      (await digestOf(work.agreed.to === "plan" ? allOf(plan) : plan.held)) !== work.agreed.digest;
    const approved = work.agreed?.to === "held" && !stale;
    const due = work.purpose === "preview" ? allOf(plan) : approved ? allOf(plan) : plan.changes;
    const applied = plan.verdict === "blocked" || stale ? [] : due;
    // Told while the plan is being stored.
    const digest = digestOf(work.purpose === "run" && plan.held.length > 0 && !approved ? plan.held : allOf(plan));
    const changes = await storeLdapPlan(
      deps.database,
      lease.runId,
      plan,
      work.purpose === "preview" ? plan.changes : applied,
      {
        digest,
        read: countRead(input.found, input.shape),
      },
    );
    if (plan.verdict === "blocked") return { status: "failed", reasons: plan.reasons, revision: null };
    if (stale) return { status: "failed", reasons: [{ code: "ldap_plan_stale", detail: {} }], revision: null };
    if (work.purpose === "preview") return { status: "planned", reasons: plan.reasons, revision: null };
    const { kysely } = deps.database;
    await replaceWaiting(kysely, work.targetId, lease.runId, deps.clock.now());
    await keepLinks(kysely, work.targetId, plan.learned);
    await forgetLinks(kysely, work.targetId, plan.forgotten);
    const people = applied.filter(({ password }) => password).map(({ subject }) => subject);
    const context = {
      ...{ database: deps.database, servers: deps.servers, address, targetId: work.targetId, runId: lease.runId },
      groupClass: settings.group_class,
      links: new Map([...input.links, ...plan.learned].map((link) => [linkKey(link), link])),
      passwords: await readPasswordHashes(kysely, settings.password_scheme, people),
      signal: lease.stopped,
      onProgress: (done: number, total: number) => lease.report({ phase: "applying", done, total }),
    };
    const result = await applyChanges(context, session, changes);
    last = result.session;
    if (last.usable) await readBack(context, last, Object.values(placeDns(input.shape)), result.unknown);
    const failed: LdapRunReason[] =
      result.failed > 0 ? [{ code: "ldap_entries_failed", detail: { failed: result.failed } }] : [];
    // A retry of some entries leaves the others behind the directory.
    const written = work.only ? null : revision;
    if (plan.held.length > 0 && !approved)
      return { status: "waiting_for_approval", reasons: [...plan.reasons, ...failed], revision: written };
    return { status: failed.length > 0 ? "partially_succeeded" : "succeeded", reasons: failed, revision: written };
  } finally {
    await last.close();
  }
}

const allOf = (plan: ProvisionPlan): readonly EntryChange[] =>
  plan.held.length === 0 ? plan.changes : [...plan.changes, ...plan.held].sort((a, b) => a.level - b.level);

function countRead(found: readonly FoundEntry[], shape: TargetShape) {
  const counts = { people: 0, groups: 0, units: 0 };
  for (const entry of found) {
    if (hasClass(entry, "person")) counts.people += 1;
    else if (hasClass(entry, shape.groupClass)) counts.groups += 1;
    else counts.units += 1;
  }
  return counts;
}
