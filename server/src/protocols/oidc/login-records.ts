import type { KoaContextWithOIDC } from "oidc-provider";
import { appendAudit } from "../../features/admin/index.ts";
import type { ClientDirectory } from "../../features/applications/index.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { actorOf } from "../../platform/http/index.ts";
import { recordLogin } from "./login-store.ts";
import type { OwnSessions } from "./own-session.ts";

/** Who signed in to what, and who was not let in. */
export interface LoginRecords {
  /** Somebody may not use an application. */
  noteRefusal(ctx: KoaContextWithOIDC): Promise<void>;
  /** An application was told who somebody is; false when their session has ended meanwhile. */
  noteLogin(ctx: KoaContextWithOIDC): Promise<boolean>;
}

export function makeLoginRecords(parts: {
  readonly db: OpenDatabase["kysely"];
  readonly own: OwnSessions;
  readonly clients: ClientDirectory;
}): LoginRecords {
  const { db, own, clients } = parts;
  return {
    async noteRefusal(ctx) {
      const session = await own.find(ctx.req);
      if (!session) return;
      await appendAudit(db, {
        actor: actorOf(session.principal),
        action: "application.refused",
        objectKind: "application",
        objectId: applicationOf(ctx),
      });
    },
    async noteLogin(ctx) {
      const { client, session } = ctx.oidc;
      const ours = await own.find(ctx.req);
      if (!client || !session || !ours) return false;
      const { clientId } = client;
      const login = {
        sessionId: ours.principal.sessionId,
        userId: ours.userId,
        clientId,
        sid: sidOf(session, clientId),
      };
      const recorded = await db.transaction().execute(async (tx) => {
        const outcome = await recordLogin(tx, login);
        // Once a session and application: silent rounds would fill the log.
        if (outcome === "first")
          await appendAudit(tx, {
            actor: actorOf(ours.principal),
            action: "application.signed_in",
            objectKind: "application",
            objectId: applicationOf(ctx),
          });
        return outcome;
      });
      if (recorded === "over") return false;
      await clients.noteUse(clientId);
      return true;
    },
  };
}

function applicationOf({ oidc: { client } }: KoaContextWithOIDC): string | null {
  const id = client?.["lb_id"];
  return typeof id === "string" ? id : null;
}

function sidOf(session: NonNullable<KoaContextWithOIDC["oidc"]["session"]>, clientId: string): string {
  const sid = session.sidFor(clientId);
  if (sid === undefined) throw new Error("a sign-in has no name");
  return sid;
}
