import * as client from "openid-client";
import { CALLBACK, type OidcStage, PASSWORD, type StagedApplication } from "./oidc-stage.ts";
import type { Page, TestBrowser } from "./test-browser.ts";

/** An application as openid-client sees it, and a person with a browser. */

/** Discovers the provider as an application does. */
export async function discover(
  stage: OidcStage,
  { clientId, secret }: StagedApplication,
): Promise<client.Configuration> {
  return client.discovery(
    new URL(stage.issuer()),
    clientId,
    secret === "" ? undefined : secret,
    secret === "" ? client.None() : client.ClientSecretBasic(secret),
    { execute: [client.allowInsecureRequests] },
  );
}

/** A browser in which somebody is signed in to the console. */
export async function signedIn(stage: OidcStage, username: string, reached?: string): Promise<TestBrowser> {
  const browser = stage.browser(reached);
  await signIn(browser, username);
  return browser;
}

export async function signIn(browser: TestBrowser, username: string): Promise<void> {
  const status = await browser.send("POST", "/api/v1/session", { username, password: PASSWORD });
  if (status !== 200) throw new Error(`${username} could not sign in: ${status}`);
}

/** A request for a code, with what the application has to remember meanwhile. */
export async function ask(config: client.Configuration, extra: { readonly [name: string]: string } = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: "openid profile email groups offline_access",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...extra,
  });
  return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
}

/** The whole way of a sign-in, from the application and back to it. */
export async function signInTo(
  config: client.Configuration,
  browser: TestBrowser,
  extra: { readonly [name: string]: string } = {},
) {
  const { url, checks } = await ask(config, extra);
  const page = await browser.open(url);
  return client.authorizationCodeGrant(config, page.url, checks);
}

/** What an application is told where a sign-in fails. */
export function refusalOf(page: Page): string | null {
  return page.url.searchParams.get("error");
}

/** The error code a promise of openid-client is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof client.ResponseBodyError) return error.error;
    if (error instanceof client.WWWAuthenticateChallengeError) return error.cause[0]?.parameters.error ?? "challenge";
    if (error instanceof Error) return error.message;
  }
  return "none";
}
