import type { KeyObject } from "node:crypto";
import type { EventEmitter } from "node:events";
import Provider, { type Configuration, type KoaContextWithOIDC } from "oidc-provider";
import type { ClientDirectory } from "../../features/applications/index.ts";
import type { MasterKey } from "../../platform/crypto/master-key.ts";
import type { Logger } from "../../platform/log/logger.ts";
import { ROUTES } from "./addresses.ts";
import { bindSessions } from "./bind-sessions.ts";
import { toClientMetadata } from "./client-metadata.ts";
import { makeConfiguration } from "./configuration.ts";
import type { LoginRecords } from "./login-records.ts";
import { afterSignOut, answerLogout } from "./logout.ts";
import type { OwnSessions } from "./own-session.ts";
import { BASE_POLICY } from "./pages/layout.ts";
import { makeRefusalRecords } from "./refusal-records.ts";
import { isClientSecret } from "./secrets.ts";
import { StateAdapter, type StateParts } from "./state-adapter.ts";

export interface ProviderParts extends StateParts {
  readonly key: MasterKey;
  readonly clients: ClientDirectory;
  readonly own: OwnSessions;
  readonly records: LoginRecords;
  readonly log: Logger;
}

/** Builds the library for one issuer and one set of keys. */
export function buildProvider(
  issuer: string,
  jwks: NonNullable<Configuration["jwks"]>,
  parts: ProviderParts,
): Provider {
  const { clients, own, records, log } = parts;
  const provider = new Provider(
    issuer,
    makeConfiguration({
      clients,
      records,
      jwks,
      adapter: (model: string) => (model === "Client" ? clientAdapter(parts) : new StateAdapter(model, parts)),
      cookieKey: exportKey(parts.key.derive("oidc-cookie")),
      secure: issuer.startsWith("https:"),
      signOut: (ctx) => answerLogout(own, ctx),
    }),
  );
  // The mount tells what a proxy would (mount.ts).
  provider.proxy = true;
  provider.silent = true;
  bindSessions(provider, own, parts.key.derive("oidc-session"));
  bindClients(provider);
  provider.use(async (ctx, next) => {
    ctx.set("content-security-policy", BASE_POLICY);
    if (!ctx.path.endsWith("/openid-configuration") && ctx.path !== ROUTES.jwks) ctx.set("cache-control", "no-store");
    prefillCode(ctx);
    await next();
    await afterwards(ctx as unknown as KoaContextWithOIDC);
  });
  provider.on("server_error", (_ctx, error) => log.error({ err: error }, "the OpenID provider failed"));
  const refusals = makeRefusalRecords(parts);
  const noteRefusal = (ctx: KoaContextWithOIDC, error: Error) => {
    refusals
      .note(ctx, error)
      .catch((failure: unknown) => log.error({ err: failure }, "a refusal was not written down"));
  };
  provider.on("grant.error", noteRefusal);
  provider.on("authorization.error", noteRefusal);
  // Koa's own event, which the library's types hide.
  (provider as EventEmitter).on("error", (error: unknown) => log.error({ err: error }, "the OpenID provider failed"));

  const afterwards = async (ctx: KoaContextWithOIDC) => {
    // Undefined for addresses that are none of the provider's.
    const oidc: KoaContextWithOIDC["oidc"] | undefined = ctx.oidc;
    if (oidc === undefined) return;
    const code = oidc.entities.AuthorizationCode;
    const gaveCode = (oidc.route === "authorization" || oidc.route === "resume") && code !== undefined;
    // A code given under a session that ended meanwhile opens nothing.
    if (gaveCode && !(await records.noteLogin(ctx))) await code.destroy();
    await afterSignOut(own, ctx);
  };
  return provider;
}

/** Fills the code of a link into the form (RFC 8628 section 3.3.1); the library would send it on by script. */
function prefillCode(ctx: {
  path: string;
  query: { [name: string]: unknown };
  state: { [name: string]: unknown };
}): void {
  if (ctx.path !== ROUTES.code_verification || ctx.query["user_code"] === undefined) return;
  const { user_code: code, ...rest } = ctx.query;
  ctx.state["userCode"] = code;
  ctx.query = rest;
}

function clientAdapter({ clients }: ProviderParts) {
  const none = async () => undefined;
  return {
    find: async (id: string) => {
      const client = await clients.findClient(id);
      return client && toClientMetadata(client);
    },
    upsert: none,
    findByUid: none,
    findByUserCode: none,
    consume: none,
    destroy: none,
    revokeByGrantId: none,
  };
}

/** What differs from the library's own idea of a client. */
function bindClients(provider: Provider): void {
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { clientSecret: string }, actual: string) {
      return isClientSecret(actual, this.clientSecret);
    },
    // Every sign-in has a name: it is what a logout token ends (OpenID Connect Back-Channel Logout 1.0 section 2.1).
    includeSid: () => true,
    // The queue in the database tells applications, and goes on when one does not answer (deliver-logouts.ts).
    backchannelLogout: async () => undefined,
  });
}

const exportKey = (key: KeyObject) => key.export().toString("base64url");
