import { createHmac, type KeyObject } from "node:crypto";
import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { FoundSession, OwnSessions } from "./own-session.ts";

type LibrarySession = InstanceType<Provider["Session"]>;
/** What the library's session class has and its types leave out. */
interface SessionClass {
  new (): LibrarySession & { touched?: boolean };
  find(id: string): Promise<(LibrarySession & { touched?: boolean }) | undefined>;
  get(ctx: KoaContextWithOIDC): Promise<LibrarySession>;
  prototype: { resetIdentifier(this: { touched: boolean; accountId?: string }): void };
}

/**
 * Makes the library's session follow ours, at every request (product.md 3.4): signed in under a session of ours there is one
 * of the library, found by ours and by nothing else; without one nobody is signed in, whatever cookie of the library a
 * browser holds. So no application is told of somebody who has signed out, or of whoever used the browser before.
 */
export function bindSessions(provider: Provider, own: OwnSessions, key: KeyObject): void {
  const Session = provider.Session as unknown as SessionClass;
  const byCookie = Session.get.bind(Session);
  const changeId = Session.prototype.resetIdentifier;

  Session.get = async (ctx) => {
    const ours = await own.find(ctx.req);
    const session =
      ours === null || ours.mustChangePassword
        ? await anonymous(Session, byCookie, ctx)
        : await following(Session, ours, idOf(key, ours.principal.sessionId));
    ctx.oidc.entity("Session", session);
    return session;
  };
  // Its id says nothing to a browser without our cookie, so it need not change when somebody signs in.
  Session.prototype.resetIdentifier = function () {
    if (this.accountId === undefined) changeId.call(this);
    else this.touched = true;
  };
}

/** Remembers forms that are filled in before a sign-in; never a person. */
async function anonymous(
  Session: SessionClass,
  byCookie: SessionClass["get"],
  ctx: KoaContextWithOIDC,
): Promise<LibrarySession> {
  const session = await byCookie(ctx);
  return session.accountId === undefined ? session : new Session();
}

async function following(Session: SessionClass, ours: FoundSession, id: string): Promise<LibrarySession> {
  const before = await Session.find(id);
  const same = before?.accountId === ours.userId;
  const session = same ? before : new Session();
  if (same && before.loginTs === ours.authTime) return session;
  Object.assign(session, {
    jti: id,
    uid: ours.principal.sessionId,
    accountId: ours.userId,
    loginTs: ours.authTime,
    touched: true,
  });
  return session;
}

/** One id for one session of ours, in every process. */
function idOf(key: KeyObject, sessionId: string): string {
  return createHmac("sha256", key).update(sessionId).digest("base64url");
}
