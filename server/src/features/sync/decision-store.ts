import type { Kysely } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { RunId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";

/** Leaves the audit record of a person's decision about a run. */
export async function recordDecision(
  db: Kysely<Database>,
  decision: {
    readonly actor: Actor;
    readonly action: "sync_run.approved" | "sync_run.rejected" | "sync_run.cancelled" | "sync_run.reverted";
    readonly runId: RunId;
    readonly changesDigest?: string | null;
    readonly userId?: string;
    readonly way?: "card";
  },
): Promise<void> {
  const { actor, action, runId, changesDigest, userId, way } = decision;
  await appendAudit(db, {
    actor,
    action,
    objectKind: "sync_run",
    objectId: runId,
    after: {
      ...(changesDigest ? { changes_digest: changesDigest } : {}),
      ...(userId ? { user_id: userId } : {}),
      ...(way ? { way } : {}),
    },
    runId,
  });
}
