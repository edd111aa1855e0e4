import { routes } from "@larkbridge/contract";
import { type HttpScope, registerRoute, replyWith, toReason } from "../../platform/http/index.ts";
import type { Events } from "./make-events.ts";
import type { EventsState } from "./ports.ts";

/** Registers the route that tells how events arrive. */
export function registerEventStateRoutes(
  scope: HttpScope,
  { readState, publicUrl }: Pick<Events, "readState"> & { readonly publicUrl: () => Promise<string> },
): void {
  registerRoute(scope, routes.getFeishuEvents, async () => {
    const url = `${await publicUrl()}/events/feishu`;
    return replyWith(200, await readState(), (state) => toView(state, url));
  });
}

function toView(state: EventsState, url: string) {
  const { live } = state;
  return {
    mode: state.mode,
    state: state.state,
    reason: state.reason && toReason(state.reason),
    owner: state.owner,
    connected_since: state.connectedSince,
    last_event_at: state.lastEventAt,
    received: state.received.map((each) => ({ ...each })),
    refused: state.refused.map(({ code, count, lastAt }) => ({
      ...toReason({ code, detail: {} }),
      count,
      last_at: lastAt,
    })),
    webhook: { url, has_keys: state.hasKeys },
    live: live && {
      pending: live.pending,
      oldest_pending_at: live.oldestPendingAt,
      lag_ms: live.lagMs && { ...live.lagMs },
      gaps: {
        last_sweep_at: live.gaps.lastSweepAt,
        missed: live.gaps.missed,
        missed_users: live.gaps.missedUsers,
        missed_departments: live.gaps.missedDepartments,
      },
      removals_frozen_since: live.removalsFrozenSince,
    },
  };
}
