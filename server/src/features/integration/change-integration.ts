import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { ConnectionSettings } from "./connection-settings.ts";
import type { FeishuConnection } from "./connection-store.ts";
import type { EventKeys } from "./event-keys.ts";
import { accessRefusal } from "./feishu-probe.ts";
import { type IntegrationParts, RUNS_SHOWN, toIntegration } from "./integrations.ts";
import type { FeishuCode, FeishuIntegration } from "./ports.ts";
import type { Removed } from "./removal-store.ts";
import type { Reschedule } from "./reschedule.ts";
import { changeUserSync, type UserSyncChange } from "./user-sync-settings.ts";

/** Not set up, or declared by a file and read-only here (product.md 5.9). */
type Closed = Failure<"integration_not_configured"> | Failure<"set_by_file">;
type Changed<Refusal> = Promise<Result<FeishuIntegration, Closed | Refusal>>;

export interface MessageNotificationsChange {
  readonly enabled: boolean;
  readonly method?: ConnectionSettings["messageNotifications"]["method"] | undefined;
}

/** Without Feishu nobody could manage Larkbridge: no owner or administrator has a password (S15, S16). */
type NobodyLeft = Failure<"operator_password_missing">;

/** Changing and removing the integration (S6-S10, S15, S16). */
export interface ChangeIntegration {
  change(change: { readonly supportBuiltInUsers?: boolean | undefined }, actor: Actor): Changed<never>;
  /** Takes the new secret once Feishu does. */
  replaceSecret(appSecret: string, actor: Actor, signal: AbortSignal): Changed<Failure<FeishuCode>>;
  /** Chooses how events arrive; every process follows within seconds. */
  changeEvents(
    change: { readonly mode: ConnectionSettings["eventsMode"]; readonly keys: Partial<EventKeys> },
    actor: Actor,
  ): Changed<Failure<"event_keys_missing">>;
  changeUserSync(change: UserSyncChange, actor: Actor): Changed<Failure<"user_sync_owned_elsewhere">>;
  /**
   * Switching off ends every session that was opened with Feishu, and what linked people are signed in to with it (S15).
   *
   * @param spared the session that asks, which goes on
   */
  switchSingleSignOn(enabled: boolean, spared: string | null, actor: Actor): Changed<NobodyLeft>;
  switchClientAccess(enabled: boolean, actor: Actor): Changed<never>;
  /** Off: nothing is sent any more, and what waits says why (S15). */
  switchMessageNotifications(change: MessageNotificationsChange, actor: Actor): Changed<never>;
  /** The next times a schedule would start a sync, as if it were switched on. */
  previewSchedule(timing: Pick<ConnectionSettings["userSync"], "schedule" | "timeZone">): readonly Instant[];
  /** `confirm` is the App ID, or the company's name where it is known. */
  remove(
    confirm: string,
    actor: Actor,
  ): Promise<Result<Removed, Closed | Failure<"removal_not_confirmed"> | NobodyLeft>>;
}

export function makeChangeIntegration(
  parts: IntegrationParts & { readonly reschedule: Reschedule },
): ChangeIntegration {
  const { connections, changes, removals, probe, nextRuns, reschedule } = parts;

  async function findOpen(): Promise<Result<FeishuConnection, Closed>> {
    const connection = await connections.findMain();
    if (!connection) return err({ code: "integration_not_configured" });
    return connection.declaredBy === "file" ? err({ code: "set_by_file" }) : ok(connection);
  }
  const told = (connection: FeishuConnection) => ok(toIntegration(connection, nextRuns));

  async function set(
    id: string,
    service: "singleSignOn" | "messageNotifications" | "feishuClientAccess",
    change: MessageNotificationsChange,
    actor: Actor,
    spared: string | null = null,
  ): Promise<FeishuConnection> {
    const changed = await changes.changeSettings(
      id,
      (before) => ({ ...before, [service]: { ...before[service], ...change } }),
      actor,
      spared,
    );
    // Only switching sync on can be refused, and this does not.
    if (!changed.ok) throw new Error(changed.error.code);
    return changed.value;
  }

  /** Whether nobody could manage Larkbridge once single sign-on is gone. */
  async function leavesNobody({ id, settings }: FeishuConnection): Promise<boolean> {
    return settings.singleSignOn.enabled && (await removals.readConsequences(id)).operatorsWithPassword === 0;
  }

  return {
    async change({ supportBuiltInUsers }, actor) {
      const open = await findOpen();
      if (!open.ok) return open;
      const changed = await changes.changeSettings(
        open.value.id,
        (before) => ({ ...before, supportBuiltInUsers: supportBuiltInUsers ?? before.supportBuiltInUsers }),
        actor,
      );
      // Only switching sync on can be refused, and this does not.
      if (!changed.ok) throw new Error(changed.error.code);
      return told(changed.value);
    },
    async replaceSecret(appSecret, actor, signal) {
      const open = await findOpen();
      if (!open.ok) return open;
      const { id, appId, openUrl } = open.value;
      const diagnosis = await probe.diagnose({ appId, appSecret, openUrl }, signal);
      const refusal = accessRefusal(diagnosis, openUrl);
      if (refusal) return err(refusal);
      await changes.replaceSecret(id, appSecret, actor);
      await changes.rememberDiagnosis(id, diagnosis);
      const now = await connections.findMain();
      return now ? told(now) : err({ code: "integration_not_configured" });
    },
    async changeEvents(change, actor) {
      const open = await findOpen();
      if (!open.ok) return open;
      const changed = await changes.changeEvents(open.value.id, change, actor);
      return changed.ok ? told(changed.value) : changed;
    },
    async changeUserSync(change, actor) {
      const open = await findOpen();
      if (!open.ok) return open;
      const changed = await changes.changeSettings(
        open.value.id,
        (before) => ({ ...before, userSync: changeUserSync(before.userSync, change) }),
        actor,
      );
      if (!changed.ok) return changed;
      await reschedule(changed.value.settings.userSync);
      return told(changed.value);
    },
    async switchSingleSignOn(enabled, spared, actor) {
      const open = await findOpen();
      if (!open.ok) return open;
      if (!enabled && (await leavesNobody(open.value))) return err({ code: "operator_password_missing" });
      return told(await set(open.value.id, "singleSignOn", { enabled }, actor, spared));
    },
    async switchClientAccess(enabled, actor) {
      const open = await findOpen();
      return open.ok ? told(await set(open.value.id, "feishuClientAccess", { enabled }, actor)) : open;
    },
    async switchMessageNotifications({ enabled, method }, actor) {
      const open = await findOpen();
      return open.ok
        ? told(await set(open.value.id, "messageNotifications", { enabled, ...(method ? { method } : {}) }, actor))
        : open;
    },
    previewSchedule: (timing) => nextRuns({ ...timing, enabled: true }, RUNS_SHOWN),
    async remove(confirm, actor) {
      const open = await findOpen();
      if (!open.ok) return open;
      const { id, appId, lastDiagnosis } = open.value;
      if (confirm !== appId && confirm !== lastDiagnosis?.tenant.name) return err({ code: "removal_not_confirmed" });
      if (await leavesNobody(open.value)) return err({ code: "operator_password_missing" });
      const removed = await removals.remove(id, actor);
      await reschedule(null);
      return ok(removed);
    },
  };
}
