import { type OpenidProviderView, routes } from "@larkbridge/contract";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { actorOf, type HttpScope, registerRoute, respond } from "../../platform/http/index.ts";

/** The OpenID provider, as an operator looks at it. */
export interface OpenidProvider {
  describe(): Promise<{
    readonly issuer: string;
    readonly authorizationEndpoint: string;
    readonly tokenEndpoint: string;
    readonly userinfoEndpoint: string;
    readonly jwksUri: string;
    readonly endSessionEndpoint: string;
    readonly deviceAuthorizationEndpoint: string;
    readonly signingKeys: readonly {
      readonly id: string;
      readonly algorithm: string;
      readonly state: "next" | "signing" | "retired";
      readonly createdAt: Instant;
    }[];
  }>;
  rotateSigningKeys(actor: Actor): Promise<void>;
}

/** Registers what operators see and do of the OpenID provider itself. */
export function registerOpenidProviderRoutes(scope: HttpScope, provider: OpenidProvider): void {
  registerRoute(scope, routes.getOpenidProvider, async () => respond(200, await view(provider)));

  registerRoute(scope, routes.rotateSigningKeys, async ({ principal }) => {
    await provider.rotateSigningKeys(actorOf(principal));
    return respond(200, await view(provider));
  });
}

async function view(provider: OpenidProvider): Promise<OpenidProviderView> {
  const it = await provider.describe();
  return {
    issuer: it.issuer,
    discovery_url: `${it.issuer}/.well-known/openid-configuration`,
    authorization_endpoint: it.authorizationEndpoint,
    token_endpoint: it.tokenEndpoint,
    userinfo_endpoint: it.userinfoEndpoint,
    jwks_uri: it.jwksUri,
    end_session_endpoint: it.endSessionEndpoint,
    device_authorization_endpoint: it.deviceAuthorizationEndpoint,
    signing_keys: it.signingKeys.map(({ id, algorithm, state, createdAt }) => ({
      id,
      algorithm,
      state,
      created_at: createdAt,
    })),
  };
}
