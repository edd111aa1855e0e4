import type { ApplicationView, OpenidProviderView } from "@larkbridge/contract";
import { scopesOf } from "../form/claims.ts";
import type { Snippet, SnippetFacts } from "./snippets/facts.ts";

/** A snippet's facts, and whether the application still has to be told the URL it comes back to. */
export interface FilledFacts {
  readonly facts: SnippetFacts;
  readonly isRegistered: boolean;
}

/**
 * Fills in what is known: the addresses of this provider, and of the application where its home page or its redirect URLs
 * tell them. A redirect URL that fits the product is taken as it stands, sub-folders and all.
 */
export function factsFor(
  snippet: Pick<Snippet, "id" | "callbackPath">,
  application: Pick<ApplicationView, "client_id" | "home_url" | "redirect_uris" | "claims" | "refresh_tokens">,
  provider: OpenidProviderView,
): FilledFacts {
  const fitting = application.redirect_uris.find((url) => url.endsWith(snippet.callbackPath));
  const appUrl = fitting?.slice(0, -snippet.callbackPath.length) ?? guessAppUrl(application, snippet.id);
  const signing = provider.signing_keys.find(({ state }) => state === "signing");
  return {
    isRegistered: fitting !== undefined,
    facts: {
      issuer: provider.issuer,
      discoveryUrl: provider.discovery_url,
      authorizationEndpoint: provider.authorization_endpoint,
      tokenEndpoint: provider.token_endpoint,
      userinfoEndpoint: provider.userinfo_endpoint,
      jwksUri: provider.jwks_uri,
      endSessionEndpoint: provider.end_session_endpoint,
      clientId: application.client_id,
      scopes: scopesOf(application.claims, application.refresh_tokens),
      algorithm: signing?.algorithm ?? "RS256",
      appUrl,
      redirectUrl: `${appUrl}${snippet.callbackPath}`,
    },
  };
}

function guessAppUrl(
  {
    home_url: home,
    redirect_uris: uris,
  }: { readonly home_url: string | null; readonly redirect_uris: readonly string[] },
  id: string,
): string {
  const known = [home, ...uris].find((url) => url !== null && /^https?:/.test(url) && URL.canParse(url));
  return known ? new URL(known).origin : `https://${id}.example.com`;
}
