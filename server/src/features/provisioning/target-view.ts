import { toReason } from "../../platform/http/index.ts";
import type { LdapRun, ProbeReport, StoredChange, StoredIssue, Target } from "./ports.ts";

/** A server as the API shows it: without its password. */
export function toTargetView(target: Target) {
  const { id, name, settings, entries, lastRun, nextRunAt } = target;
  return {
    id,
    name,
    ...settings,
    set_by_file: target.setByFile,
    entries,
    last_run: lastRun && {
      id: lastRun.id,
      status: lastRun.status,
      started_at: lastRun.startedAt,
      finished_at: lastRun.finishedAt,
    },
    next_run_at: nextRunAt,
    created_at: target.createdAt,
    updated_at: target.updatedAt,
  };
}

export function toProbeView({ server, findings, schemes }: ProbeReport) {
  return {
    usable: server !== null && !findings.some(({ severity }) => severity === "error"),
    server: server && {
      vendor: server.vendor,
      naming_contexts: [...server.namingContexts],
      bound_as: server.boundAs,
      certificate_fingerprint: server.fingerprint,
    },
    findings: findings.map((finding) => ({ ...toReason(finding), severity: finding.severity })),
    password_schemes: schemes.map((each) => ({ ...each })),
  };
}

export function toRunView(run: LdapRun) {
  return {
    id: run.id,
    target: run.target,
    purpose: run.purpose,
    trigger: run.trigger,
    status: run.status,
    counts: run.counts,
    memberships: run.memberships,
    read: run.read,
    verdict: run.verdict,
    reasons: run.reasons.map(toReason),
    changes_digest: run.changesDigest,
    change_count: run.changeCount,
    held_count: run.heldCount,
    progress: run.progress,
    requested_by: run.requestedBy,
    decided_by: run.decidedBy,
    decided_at: run.decidedAt,
    retries_run: run.retriesRun,
    applies_run: run.appliesRun,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
  };
}

export function toChangeView(change: StoredChange) {
  const { seq, kind, verb, outcome, subject, label, dn, newDn, before, after, members, failure } = change;
  return {
    ...{ seq, kind, verb, outcome, subject_id: subject, label, dn, new_dn: newDn, before, after },
    members: members && {
      added: members.added,
      removed: members.removed,
      sample_added: [...members.sampleAdded],
      sample_removed: [...members.sampleRemoved],
    },
    failure: failure && toReason(failure),
  };
}

export function toIssueView({ severity, kind, subject, label, ...reason }: StoredIssue) {
  return { severity, kind, subject_id: subject, label, ...toReason({ code: reason.code, detail: reason.detail }) };
}
