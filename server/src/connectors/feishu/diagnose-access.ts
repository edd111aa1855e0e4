import type { FeishuClient } from "./client.ts";
import type { CheckName, DiagnosisCheck } from "./diagnosis.ts";
import { FeishuFailure } from "./failure.ts";
import { isAppKnownAt, otherRegionOf } from "./other-region.ts";

/** The shape of a custom app's id (product.md 5.12); others are only warned about. */
const APP_ID = /^cli_[0-9a-f]{16}$/;

export const passed = (check: CheckName, message: string): DiagnosisCheck => ({
  check,
  state: "ok",
  code: null,
  message,
  cure: null,
});

export const unknown = (check: CheckName, message: string): DiagnosisCheck => ({
  check,
  state: "unknown",
  code: null,
  message,
  cure: null,
});

/** A check that a failure of Feishu decided. */
export function failedBy(check: CheckName, state: "warning" | "failed", failure: FeishuFailure): DiagnosisCheck {
  return { check, state, code: failure.code, message: failure.message, cure: failure.cure };
}

/**
 * Judges how far the app gets: is anybody there, is it the right region, are the credentials right (S2: which part is wrong)?
 *
 * @param refusal why the very first question failed; null when it was answered
 * @returns the checks `reachable`, `region` and `credentials`
 */
export async function checkAccess(
  client: FeishuClient,
  refusal: FeishuFailure | null,
): Promise<readonly DiagnosisCheck[]> {
  const host = new URL(client.settings.openUrl).host;
  if (refusal?.kind === "incomplete") {
    const untold = "Nothing can be told while Feishu does not answer.";
    return [failedBy("reachable", "failed", refusal), unknown("region", untold), unknown("credentials", untold)];
  }
  const reachable = passed("reachable", `Feishu answers at ${host}.`);
  if (refusal === null)
    return [reachable, passed("region", `The app lives at ${host}.`), judgeId(client.settings.appId)];
  if (refusal.code !== "feishu_app_unknown") {
    const known = refusal.code === "feishu_secret_wrong" || refusal.code === "feishu_app_disabled";
    const region = known ? passed("region", `The app lives at ${host}.`) : unknown("region", "Not told.");
    return [reachable, region, failedBy("credentials", "failed", refusal)];
  }
  const other = otherRegionOf(client.settings.openUrl);
  const livesThere = other === null ? null : await isAppKnownAt(other, { appId: client.settings.appId });
  if (livesThere && other !== null) {
    const wrongRegion = new FeishuFailure("feishu_wrong_region", { host });
    return [
      reachable,
      {
        ...failedBy("region", "failed", wrongRegion),
        cure: `Set feishu.open_url to ${other}, and feishu.accounts_url to match.`,
      },
      unknown("credentials", "They can be told once the region is right."),
    ];
  }
  const shape = APP_ID.test(client.settings.appId) ? "" : ' App IDs look like "cli_" and 16 digits or letters a to f.';
  const unknownApp = failedBy("credentials", "failed", refusal);
  return [
    reachable,
    unknown("region", "An unknown app has no region."),
    { ...unknownApp, message: unknownApp.message + shape },
  ];
}

function judgeId(appId: string): DiagnosisCheck {
  if (APP_ID.test(appId)) return passed("credentials", "App ID and App Secret are valid.");
  return {
    check: "credentials",
    state: "warning",
    code: null,
    message:
      'App ID and App Secret are valid, but the App ID does not look like "cli_" and 16 digits or letters a to f.',
    cure: "Nothing to do unless live events do not arrive: Feishu's long connection takes only App IDs of that shape.",
  };
}
