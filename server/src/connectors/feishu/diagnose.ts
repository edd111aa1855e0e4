import type { Clock } from "../../platform/clock/clock.ts";
import type { ApiCall, FeishuClient } from "./client.ts";
import { checkAccess, failedBy, passed, unknown } from "./diagnose-access.ts";
import { checkFields, checkPermissions } from "./diagnose-fields.ts";
import { checkRange, type RangeSample, sampleRange } from "./diagnose-range.ts";
import type { Diagnosis, DiagnosisCheck, VersionState } from "./diagnosis.ts";
import { applicationInformation, botInformation, permissionsOfApp, tenantInformation } from "./endpoints.ts";
import { type FeishuFailure, isFailure } from "./failure.ts";
import { reportPermissions } from "./permission-report.ts";
import { type GrantedPermissions, grantedOf } from "./permissions.ts";
import { fieldVisibility } from "./readability.ts";
import { Reading } from "./reading.ts";

const NOWHERE = { departments: () => {}, users: () => {} };
const BOT_ENABLED = 2;

/**
 * Asks Feishu all that an administrator has to know before trusting a sync (S4, `larkbridge doctor`): is it reachable, are the
 * credentials right, which permissions are granted, which fields can be read, whom may the app see? Works with older permission
 * sets (S17). Changes nothing.
 *
 * @throws only the signal's reason and bugs; trouble with Feishu is a failed check
 */
export async function diagnose(client: FeishuClient, clock: Clock, signal: AbortSignal): Promise<Diagnosis> {
  const reading = new Reading(client, NOWHERE, { signal });
  const permissions = await attempt(reading, permissionsOfApp);
  const refusal = isFailure(permissions) && !isOnlyUntold(permissions) ? permissions : null;
  const access = await checkAccess(client, refusal);
  if (refusal) return withoutAccess(client, clock, access);

  const granted = isFailure(permissions) ? null : grantedOf(permissions.data.scopes ?? []);
  const [bot, tenant, application, range] = await Promise.all([
    attempt(reading, botInformation),
    attempt(reading, tenantInformation),
    attempt(reading, applicationInformation),
    attemptRange(reading),
  ]);
  const readable = judgeFields(reading, granted, isFailure(range) ? null : range);
  const report = reportPermissions(client.settings.appId, client.settings.openUrl, granted);
  const fields = checkFields(readable);
  const checks = [
    ...access,
    checkPermissions(report, fields),
    fields,
    isFailure(range) ? failedBy("contact_range", "failed", range) : checkRange(range.report),
    checkBot(bot),
    isFailure(tenant)
      ? unknown("tenant", "The company's name may not be read; nothing needs it.")
      : passed("tenant", `The app belongs to ${tenant.data.tenant.name ?? "a company without a name"}.`),
  ];
  const applicationName = isFailure(application) ? null : application.data.app.app_name;
  return {
    healthy: checks.every(({ state }) => state !== "failed"),
    checkedAt: clock.now(),
    app: { id: client.settings.appId, name: (applicationName || (isFailure(bot) ? null : bot.bot.app_name)) ?? null },
    tenant: isFailure(tenant)
      ? { key: null, name: null }
      : { key: tenant.data.tenant.tenant_key ?? null, name: tenant.data.tenant.name ?? null },
    version: isFailure(application) ? "unknown" : versionOf(application.data.app),
    checks,
    permissions: report,
    fields: fieldVisibility(readable),
    contactRange: isFailure(range) ? NO_RANGE : range.report,
  };
}

const NO_RANGE = { mode: "unknown", departments: null, users: null, peopleHint: null, sample: [] } as const;

/** An app in review may have an older version online; what was changed waits all the same. */
function versionOf(app: {
  readonly online_version_id?: string | null | undefined;
  readonly unaudit_version_id?: string | null | undefined;
}): VersionState {
  if (app.unaudit_version_id) return "in_review";
  if (app.online_version_id) return "published";
  // Both ids are shown to those who may read the app's own state; a reply without either has no version at all.
  return app.online_version_id === "" || app.unaudit_version_id === "" ? "unpublished" : "unknown";
}

/** The list of permissions is refused, but the app is not. */
function isOnlyUntold(failure: FeishuFailure): boolean {
  return failure.code === "feishu_request_refused" || failure.code === "feishu_permission_missing";
}

async function attempt<Reply>(reading: Reading, question: ApiCall<Reply>): Promise<Reply | FeishuFailure> {
  return await settled(reading.ask(question));
}

function attemptRange(reading: Reading): Promise<RangeSample | FeishuFailure> {
  return settled(sampleRange(reading));
}

async function settled<Value>(asked: Promise<Value>): Promise<Value | FeishuFailure> {
  try {
    return await asked;
  } catch (error) {
    if (isFailure(error)) return error;
    throw error;
  }
}

function judgeFields(reading: Reading, granted: GrantedPermissions | null, sample: RangeSample | null) {
  for (const record of sample?.departments ?? []) reading.observer.seeDepartment(record);
  for (const record of sample?.people ?? []) reading.observer.seeUser(record);
  if (granted === null && (sample === null || sample.people.length === 0)) return null;
  return reading.observer.judge(granted && { before: granted, after: granted }, false);
}

function checkBot(
  bot: FeishuFailure | { readonly bot: { readonly activate_status?: number | null | undefined } },
): DiagnosisCheck {
  if (!isFailure(bot) && bot.bot.activate_status === BOT_ENABLED) return passed("bot", "The app's bot is on.");
  return {
    check: "bot",
    state: "warning",
    code: null,
    message: "The app's bot is off; message notifications need it, a sync does not.",
    cure: "Add the bot ability in Feishu's developer console and publish a version.",
  };
}

function withoutAccess(client: FeishuClient, clock: Clock, access: readonly DiagnosisCheck[]): Diagnosis {
  const untold = "Nothing can be told before the app gets access.";
  const rest = (["permissions", "fields", "contact_range", "bot", "tenant"] as const).map((check) =>
    unknown(check, untold),
  );
  return {
    healthy: false,
    checkedAt: clock.now(),
    app: { id: client.settings.appId, name: null },
    tenant: { key: null, name: null },
    version: "unknown",
    checks: [...access, ...rest],
    permissions: reportPermissions(client.settings.appId, client.settings.openUrl, null),
    fields: fieldVisibility(null),
    contactRange: NO_RANGE,
  };
}
