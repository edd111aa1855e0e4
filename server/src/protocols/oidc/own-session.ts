import type { IncomingMessage } from "node:http";
import type { OwnSession } from "../../core/signin/decide-interaction.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { SessionFinder, UserPrincipal } from "../../platform/http/index.ts";
import { readAuthTime } from "./auth-time-reader.ts";

/** Our session behind a request to the provider. */
export interface FoundSession extends OwnSession {
  readonly principal: UserPrincipal;
}

/** What a request brought along that only the web server knows. */
export interface RequestFacts {
  /** The secret of the caller's session cookie. */
  readonly sessionSecret: string | null;
  /** Has the answer end that cookie. */
  endSessionCookie(): void;
}

/** Finds our session behind requests, once a request. */
export interface OwnSessions {
  remember(request: IncomingMessage, facts: RequestFacts): void;
  find(request: IncomingMessage): Promise<FoundSession | null>;
  /** Ends it, and with it all that hangs on it; the cookie too. */
  end(request: IncomingMessage): Promise<void>;
}

export function makeOwnSessions(parts: {
  readonly db: OpenDatabase["kysely"];
  readonly findSession: SessionFinder;
  readonly signOut: (principal: UserPrincipal) => Promise<void>;
}): OwnSessions {
  const facts = new WeakMap<IncomingMessage, RequestFacts>();
  const found = new WeakMap<IncomingMessage, Promise<FoundSession | null>>();

  const read = async (request: IncomingMessage): Promise<FoundSession | null> => {
    const secret = facts.get(request)?.sessionSecret ?? null;
    const principal = secret === null ? undefined : await parts.findSession(secret);
    if (!principal) return null;
    const authTime = await readAuthTime(parts.db, principal.sessionId);
    return { principal, userId: principal.id, authTime, mustChangePassword: principal.mustChangePassword };
  };

  return {
    remember: (request, its) => void facts.set(request, its),
    find(request) {
      const before = found.get(request);
      if (before !== undefined) return before;
      const now = read(request);
      found.set(request, now);
      return now;
    },
    async end(request) {
      const session = await this.find(request);
      if (!session) return;
      await parts.signOut(session.principal);
      facts.get(request)?.endSessionCookie();
    },
  };
}
