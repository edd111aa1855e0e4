import type { Actor } from "../../core/kernel/actor.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { plus } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import { appendAudit } from "../admin/index.ts";
import { type ActiveRuns, waitFor } from "../sync/index.ts";
import { exportChanges, readChanges, readFailed, readIssues } from "./change-reader.ts";
import type { LdapRun, Provisioning, ServerAddress, Target, TargetSettings } from "./ports.ts";
import { reconcile } from "./reconcile.ts";
import type { ReconcileDeps, ReconcileWork } from "./reconcile-work.ts";
import { type LdapRunLease, type NewLdapRun, openLdapRun, resumeLdapRun } from "./run-lease-store.ts";
import { findLdapRun, listLdapRuns } from "./run-reader.ts";
import { rejectWaitingLdapRun, requestLdapCancel, tidyLdapRuns } from "./run-store.ts";
import { findTarget, readTargets } from "./target-reader.ts";
import { findInvalid, findSettledChange, nextRunOf, toAddress } from "./target-settings.ts";
import { deleteTarget, insertTarget, noteAttempt, readBindPassword, setNextRun, updateTarget } from "./target-store.ts";

export interface ProvisioningDeps extends ReconcileDeps {
  readonly box: SecretBox;
  readonly active: ActiveRuns;
}

/** What a run must keep to. */
type RunLimits = Pick<ReconcileWork, "agreed" | "only">;
const UNLIMITED: RunLimits = { agreed: null, only: null };

const MINUTE = 60_000;
const LONGEST_REST = 30 * MINUTE;

/** Opens a run of a server and lets it go on in the background. Every trigger ends here. */
export async function startLdapRun(
  deps: ProvisioningDeps,
  target: Pick<Target, "id" | "settings"> & { readonly failures?: number },
  run: Pick<NewLdapRun, "purpose" | "trigger" | "requestedBy" | "retriesRun" | "appliesRun">,
  limits: RunLimits = UNLIMITED,
): Promise<string | undefined> {
  await tidyLdapRuns(deps.database.kysely, deps.clock.now());
  const lease = await openLdapRun(deps.database, { ...run, targetId: target.id, now: deps.clock.now() });
  if (lease) deps.active.add(lease.runId as never, lease, carryOn(deps, target, lease, run.purpose, limits));
  return lease?.runId;
}

async function carryOn(
  deps: ProvisioningDeps,
  { id, settings, failures = 0 }: Pick<Target, "id" | "settings"> & { readonly failures?: number },
  lease: LdapRunLease,
  purpose: LdapRun["purpose"],
  limits: RunLimits,
): Promise<void> {
  const { kysely } = deps.database;
  let address: ServerAddress;
  try {
    address = toAddress(settings, await readBindPassword(kysely, deps.box, id));
  } catch (error) {
    deps.onError(`LDAP run ${lease.runId} could not begin`, error);
    await lease.release();
    return;
  }
  // Gives the run back whatever happens.
  const end = await reconcile(deps, { lease, targetId: id, settings, address, purpose, ...limits });
  if (purpose === "preview" || end === null) return;
  const now = deps.clock.now();
  const failed = end.status === "failed" ? failures + 1 : 0;
  const rest = Math.min(LONGEST_REST, MINUTE * 2 ** Math.min(failed - 1, 10));
  try {
    await setNextRun(kysely, id, nextRunOf(settings, now));
    await noteAttempt(kysely, id, {
      revision: end.revision,
      failures: failed,
      nextAttemptAt: failed === 0 ? null : plus(now, rest),
    });
  } catch (error) {
    deps.onError(`LDAP run ${lease.runId} could not be noted`, error);
  }
}

/** Makes the use cases about external LDAP servers. */
export function makeProvisioning(deps: ProvisioningDeps): Provisioning {
  const { box, clock, servers } = deps;
  const db = deps.database.kysely;
  const now = () => clock.now();
  const get = async (id: string): Promise<Target> => {
    const target = await findTarget(db, id);
    if (target === undefined) throw new Error(`LDAP server ${id} is gone`);
    return target;
  };
  const getRun = async (run: string): Promise<LdapRun> => {
    const found = await findLdapRun(db, run);
    if (found === undefined) throw new Error(`LDAP run ${run} is gone`);
    return found;
  };
  const findRun = async (id: string, run: string) => {
    const found = await findLdapRun(db, run);
    return found?.target.id === id ? found : undefined;
  };
  /** What a retry of a run is of: what failed, or everything when it came to nothing at all. */
  const readOnly = async (retried: string | null) => {
    const failed = retried === null ? [] : await readFailed(db, retried);
    return failed.length > 0 ? failed : null;
  };
  const decide = (action: string, run: LdapRun, actor: Actor) =>
    appendAudit(db, {
      ...{ actor, action: `ldap_run.${action}`, objectKind: "ldap_target", objectId: run.target.id },
      after: { run: run.id, changes_digest: run.changesDigest },
    });
  const start = async (
    target: Target,
    run: Parameters<typeof startLdapRun>[2],
    limits: RunLimits = UNLIMITED,
  ): Promise<Result<LdapRun, { readonly code: "ldap_target_running" }>> => {
    const started = await startLdapRun(deps, target, run, limits);
    return started === undefined ? err({ code: "ldap_target_running" }) : ok(await getRun(started));
  };
  const by = (actor: Actor, settings: TargetSettings, setByFile = false) => ({
    ...{ actor, now: now(), nextRunAt: nextRunOf(settings, now()), setByFile },
  });
  const askOf = (
    settings: Pick<TargetSettings, "base_dn" | "create_base" | "group_class" | "member_of" | "password_scheme">,
  ) => ({
    baseDn: settings.base_dn,
    createBase: settings.create_base,
    groupClass: settings.group_class,
    memberOfExpected: settings.member_of === "expected",
    scheme: settings.password_scheme,
  });
  return {
    list: () => readTargets(db),
    find: (id) => findTarget(db, id),
    async create(wanted, actor) {
      const field = findInvalid(wanted);
      if (field) return err({ code: "ldap_target_invalid", detail: { field } });
      const made = await insertTarget(db, box, wanted, by(actor, wanted));
      return made.ok ? ok(await get(made.value)) : made;
    },
    async update(id, changes, actor) {
      const target = await findTarget(db, id);
      if (target === undefined) return err({ code: "ldap_target_not_found" });
      if (target.setByFile) return err({ code: "ldap_target_set_by_file" });
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const settings: TargetSettings = { ...target.settings, ...given };
      const field = findInvalid(settings);
      if (field) return err({ code: "ldap_target_invalid", detail: { field } });
      const moved = findSettledChange(target, settings);
      if (moved) return err({ code: "ldap_target_in_use", detail: moved });
      const written = await updateTarget(db, box, target, changes, by(actor, settings));
      return written.ok ? ok(await get(id)) : written;
    },
    async remove(id, actor) {
      const target = await findTarget(db, id);
      if (target === undefined) return err({ code: "ldap_target_not_found" });
      if (target.setByFile) return err({ code: "ldap_target_set_by_file" });
      const running = await listLdapRuns(db, id, { status: "running" }, { limit: 1, cursor: null });
      const run = running?.items[0]?.id;
      if (run !== undefined) return err({ code: "ldap_target_running", detail: { run } });
      await deleteTarget(db, target, actor);
      return ok(target);
    },
    async probe(id) {
      const target = await findTarget(db, id);
      if (target === undefined) return err({ code: "ldap_target_not_found" });
      const address = toAddress(target.settings, await readBindPassword(db, box, id));
      return ok(await servers.probe(address, askOf(target.settings)));
    },
    async probeDraft(draft) {
      const field = findInvalid(draft);
      if (field) return err({ code: "ldap_target_invalid", detail: { field } });
      if (draft.bind_password !== undefined)
        return ok(await servers.probe(toAddress(draft, draft.bind_password), askOf(draft)));
      const target = draft.target === undefined ? undefined : await findTarget(db, draft.target);
      if (target === undefined) return err({ code: "ldap_target_not_found" });
      const { host, port, tls, bind_dn } = target.settings;
      // A stored password only ever goes where it was meant for.
      const same =
        JSON.stringify([host, port, tls, bind_dn]) ===
        JSON.stringify([draft.host, draft.port, draft.tls, draft.bind_dn]);
      if (!same) return err({ code: "ldap_target_invalid", detail: { field: "bind_password" } });
      return ok(await servers.probe(toAddress(draft, await readBindPassword(db, box, target.id)), askOf(draft)));
    },
    async preview(id, actor) {
      const target = await findTarget(db, id);
      if (target === undefined) return err({ code: "ldap_target_not_found" });
      return start(target, { purpose: "preview", trigger: "manual", requestedBy: actor });
    },
    async run(id, actor) {
      const target = await findTarget(db, id);
      if (target === undefined) return err({ code: "ldap_target_not_found" });
      return start(target, { purpose: "run", trigger: "manual", requestedBy: actor });
    },
    async listRuns(id, filter, page) {
      if ((await findTarget(db, id)) === undefined) return err({ code: "ldap_target_not_found" });
      const runs = await listLdapRuns(db, id, filter, page);
      return runs === undefined ? err({ code: "cursor_invalid" }) : ok(runs);
    },
    findRun,
    wait: (id, run, timeoutMs, signal) =>
      waitFor(
        () => findRun(id, run),
        (found) => found?.status !== "running",
        timeoutMs,
        signal,
      ),
    async readChanges(run, filter, page) {
      const changes = await readChanges(db, run, filter, page);
      return changes === undefined ? err({ code: "cursor_invalid" }) : ok(changes);
    },
    exportChanges: (run, filter) => exportChanges(db, run, filter),
    async readIssues(run, page) {
      const issues = await readIssues(db, run, page);
      return issues === undefined ? err({ code: "cursor_invalid" }) : ok(issues);
    },
    async apply(id, run, digest, actor) {
      await tidyLdapRuns(db, now());
      const preview = await findRun(id, run);
      if (preview === undefined) return err({ code: "ldap_run_not_found" });
      if (preview.status !== "planned" || preview.verdict === "empty") return err({ code: "ldap_run_not_planned" });
      if (preview.changesDigest !== digest) return err({ code: "changes_digest_mismatch" });
      const wanted = { purpose: "run", trigger: "manual", requestedBy: actor, appliesRun: run } as const;
      const started = await start(await get(id), wanted, { ...UNLIMITED, agreed: { to: "plan", digest } });
      if (started.ok) await decide("applied", preview, actor);
      return started;
    },
    async approve(id, run, digest, actor) {
      await tidyLdapRuns(db, now());
      const waiting = await findRun(id, run);
      if (waiting === undefined) return err({ code: "ldap_run_not_found" });
      if (waiting.status !== "waiting_for_approval") return err({ code: "ldap_run_not_waiting" });
      if (waiting.changesDigest !== digest) return err({ code: "changes_digest_mismatch" });
      const limits: RunLimits = { agreed: { to: "held", digest }, only: await readOnly(waiting.retriesRun) };
      const lease = await resumeLdapRun(deps.database, { id: run, decidedBy: actor, now: now() });
      if (lease === undefined) return err({ code: "ldap_target_running" });
      await decide("approved", waiting, actor);
      deps.active.add(run as never, lease, carryOn(deps, await get(id), lease, "run", limits));
      return ok(await getRun(run));
    },
    async reject(id, run, actor) {
      await tidyLdapRuns(db, now());
      const waiting = await findRun(id, run);
      if (waiting === undefined) return err({ code: "ldap_run_not_found" });
      if (!(await rejectWaitingLdapRun(db, run, actor, now()))) return err({ code: "ldap_run_not_waiting" });
      await decide("rejected", waiting, actor);
      return ok(await getRun(run));
    },
    async cancel(id, run, actor) {
      const running = await findRun(id, run);
      if (running === undefined) return err({ code: "ldap_run_not_found" });
      if (!(await requestLdapCancel(db, run))) return err({ code: "ldap_run_not_running" });
      deps.active.cancel(run as never);
      await decide("cancelled", running, actor);
      return ok(await getRun(run));
    },
    async retry(id, run, actor) {
      const ended = await findRun(id, run);
      if (ended === undefined) return err({ code: "ldap_run_not_found" });
      if (ended.status === "running") return err({ code: "ldap_run_not_finished" });
      const only = await readOnly(run);
      if (ended.status !== "failed" && only === null) return err({ code: "nothing_to_retry" });
      const wanted = { purpose: "run", trigger: "retry", requestedBy: actor, retriesRun: run } as const;
      return start(await get(id), wanted, { ...UNLIMITED, only });
    },
  };
}
