import { safeReturnPath } from "../../core/signin/return-path.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { newSecret } from "../../platform/crypto/token.ts";
import { provedUntil, type UserPrincipal } from "../../platform/http/index.ts";
import { authorizeUrl, clientScriptUrl } from "./authorize-url.ts";
import type { FlowStore } from "./flow-store.ts";
import type { FeishuEntry, FeishuSignIn, Purpose, Refusal, SignInApp } from "./ports.ts";

/** Where a sign-in that came to nothing, or was only tried, is told in words. */
export const OUTCOME_PAGE = "/sign-in/feishu";

export interface BeginParts {
  readonly entry: FeishuEntry;
  readonly flows: FlowStore;
  readonly clock: Clock;
  /** Where people reach this server, without a slash at its end. */
  readonly publicUrl: () => Promise<string>;
}

/** Sends browsers to Feishu, or hands Feishu's client what it needs (S12, S14). */
export function makeBegin({
  entry,
  flows,
  clock,
  publicUrl,
}: BeginParts): Pick<FeishuSignIn, "begin" | "enterWorkbench" | "readMethods"> {
  return {
    async readMethods() {
      const connection = (await entry.findApp("integration"))?.connection;
      return { feishu: connection?.singleSignOn ?? false, feishuClient: connection?.clientAccess ?? false };
    },
    async begin({ purpose, app: choice, returnTo: asked, fromClient }, known, principal) {
      const browserSecret = known ?? newSecret();
      const returnTo = safeReturnPath(asked);
      const app = await entry.findApp(choice);
      const refusal = refuse(purpose, app, fromClient, principal, clock.now());
      if (refusal || !app) {
        const { code, detail = {} } = refusal ?? { code: "feishu_sign_in_off" };
        const nobody = { person: null, account: null };
        await flows.close(
          null,
          browserSecret,
          { purpose, ended: "refused", code, values: detail, ...nobody, returnTo },
          clock.now(),
        );
        return { location: OUTCOME_PAGE, browserSecret };
      }
      const codeVerifier = newSecret();
      const sessionId = purpose === "sign_in" ? null : (principal?.sessionId ?? null);
      const flow = { purpose, app: choice, codeVerifier, sessionId, returnTo };
      const state = await flows.open(flow, browserSecret, clock.now());
      const redirectUri = callbackUrl(await publicUrl());
      return { location: authorizeUrl(app, { redirectUri, state, codeVerifier }), browserSecret };
    },
    async enterWorkbench(asked, inClient, known, principal) {
      const app = await entry.findApp("integration");
      if (!app?.connection?.clientAccess) return { kind: "off" };
      const returnTo = safeReturnPath(asked);
      if (principal) return { kind: "redirect", location: returnTo };
      const fallback = `/auth/feishu/start?from=workbench&return_to=${encodeURIComponent(returnTo)}`;
      if (!inClient) return { kind: "redirect", location: fallback };
      const browserSecret = known ?? newSecret();
      const flow = { purpose: "sign_in", app: "integration", codeVerifier: null, sessionId: null, returnTo } as const;
      const state = await flows.open(flow, browserSecret, clock.now());
      const scriptUrl = clientScriptUrl(app.accountsUrl);
      return { kind: "client", appId: app.appId, scriptUrl, state, fallback, browserSecret };
    },
  };
}

/** The address for the app's redirect list (S12). */
export const callbackUrl = (publicUrl: string) => `${publicUrl}/auth/feishu/callback`;

function refuse(
  purpose: Purpose,
  app: SignInApp | undefined,
  fromClient: boolean,
  principal: UserPrincipal | undefined,
  now: string,
): Refusal | null {
  if (!app) return { code: "feishu_sign_in_off" };
  if (purpose === "sign_in") {
    const open = app.connection?.singleSignOn || (fromClient && app.connection?.clientAccess);
    return open ? null : { code: "feishu_sign_in_off" };
  }
  if (!principal) return { code: "unauthenticated" };
  if (purpose === "test") {
    const operator = principal.role === "owner" || principal.role === "administrator";
    return operator ? null : { code: "forbidden", detail: { needed: "the role owner or administrator" } };
  }
  // A link is a way in: who took over a session must not leave one behind.
  const until = provedUntil(principal);
  return until === null || until < now ? { code: "reauthentication_required" } : null;
}
