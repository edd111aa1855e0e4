import { err, ok } from "../../src/core/kernel/result.ts";
import type { LiveState } from "../../src/features/events/index.ts";
import type { Events } from "../../src/features/events/make-events.ts";
import { AT } from "./api-samples.ts";

const LIVE: LiveState = {
  pending: 1,
  oldestPendingAt: AT,
  lagMs: { p50: 80, p99: 900 },
  gaps: { lastSweepAt: AT, missed: 0, missedUsers: 0, missedDepartments: 0 },
  removalsFrozenSince: null,
};

/** How events arrive, told without any arriving. */
export function memoryEvents(state: { readonly diagnosis: object | undefined }): Pick<Events, "readState"> {
  return {
    readState: async () =>
      state.diagnosis
        ? ok({
            mode: "long_connection",
            state: "refused",
            reason: { code: "feishu_secret_wrong", detail: {} },
            owner: "host:1",
            connectedSince: null,
            lastEventAt: AT,
            received: [{ type: "contact.user.updated_v3", count: 2 }],
            refused: [{ code: "event_signature_wrong", count: 1, lastAt: AT }],
            hasKeys: false,
            live: LIVE,
          })
        : err({ code: "integration_not_configured" }),
  };
}
