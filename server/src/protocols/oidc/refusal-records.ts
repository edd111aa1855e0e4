import { errors, type KoaContextWithOIDC } from "oidc-provider";
import { appendAudit } from "../../features/admin/index.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";

/** What an application, or somebody in its name, was refused: a replayed code, a wrong secret, a foreign redirect URL. */
export interface RefusalRecords {
  note(ctx: KoaContextWithOIDC, error: Error): Promise<void>;
}

/** Answers of every day: nobody is signed in yet, or a command line waits for its person. */
const EVERY_DAY = new Set([
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
  "authorization_pending",
  "slow_down",
  "expired_token",
  // Written down where it is decided (login-records.ts).
  "access_denied",
]);
/** The same of one address again within so long says nothing new; a flood must not fill the log. */
const ONCE_IN_MS = 60_000;
const REMEMBERED = 1000;

export function makeRefusalRecords(parts: {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
}): RefusalRecords {
  const noted = new Map<string, number>();

  function isNew(key: string, now: number): boolean {
    const before = noted.get(key);
    if (before !== undefined && now - before < ONCE_IN_MS) return false;
    noted.delete(key);
    noted.set(key, now);
    const oldest = noted.keys().next().value;
    if (noted.size > REMEMBERED && oldest !== undefined) noted.delete(oldest);
    return true;
  }

  return {
    async note(ctx, error) {
      const { client } = ctx.oidc;
      if (!(error instanceof errors.OIDCProviderError) || EVERY_DAY.has(error.error) || !client) return;
      const application = typeof client["lb_id"] === "string" ? client["lb_id"] : null;
      const why = error.error_detail ?? error.error_description ?? null;
      if (!isNew(`${application} ${error.error} ${why} ${ctx.ip}`, Date.parse(parts.clock.now()))) return;
      await appendAudit(parts.db, {
        actor: { kind: "system", id: null, name: "openid-provider" },
        action: "application.request_refused",
        objectKind: "application",
        objectId: application,
        after: { error: error.error, why, address: ctx.ip, user: ctx.oidc.account?.accountId ?? null },
      });
    },
  };
}
