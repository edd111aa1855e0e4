import type { OpenId } from "../../core/kernel/ids.ts";
import { makeRunReader } from "./run-reader.ts";
import { requireConnection, type StartDeps, startRun } from "./start-run.ts";
import { waitFor } from "./wait-for.ts";

/** Somebody stands at the door: after so long they are told to come back. */
const PATIENCE_MS = 20_000;
const SIGN_IN = { kind: "system", id: null, name: "sign-in" } as const;

/**
 * Plans and applies for one person who signs in (product.md 3.4, 5.7): a run like any other, with its guards. A run that is
 * under way goes first.
 *
 * @returns `waiting` when it is not done: held by a guard, not readable, or not come to its turn
 */
export function makeProvisionPerson(deps: StartDeps) {
  const reader = makeRunReader(deps.database.kysely);
  return async (openId: OpenId, signal: AbortSignal): Promise<"done" | "waiting"> => {
    const connection = await requireConnection(deps.findConnection);
    if (!connection.ok) return "waiting";
    const run = { target: { kind: "users", openIds: [openId] }, trigger: "sign_in", requestedBy: SIGN_IN } as const;
    const started = await waitFor(
      () => startRun(deps, connection.value, run),
      ({ ok }) => ok,
      PATIENCE_MS,
      signal,
    );
    if (!started.ok) return "waiting";
    const ended = await waitFor(
      () => reader.find(started.value),
      (seen) => seen?.status !== "running",
      PATIENCE_MS,
      signal,
    );
    return ended?.status === "succeeded" ? "done" : "waiting";
  };
}
