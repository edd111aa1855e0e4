import { createRemoteJWKSet, jwtVerify } from "jose";
import { AuthorizationCode } from "simple-oauth2";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signedIn } from "../support/oidc-client.ts";
import { CALLBACK, type OidcStage, openOidcStage } from "../support/oidc-stage.ts";

/** Another client, which shares no code with the library or with openid-client: simple-oauth2. It knows no OpenID Connect. */

let stage: OidcStage;
let userId: string;
beforeAll(async () => {
  stage = await openOidcStage();
  userId = await stage.addUser("shen.yan");
});
afterAll(() => stage.close());

it.each(["header", "body"] as const)(
  "a plain OAuth client signs in, with its secret in the %s, and refreshes",
  async (authorizationMethod) => {
    const { clientId, secret } = await stage.addApplication();
    const oauth = new AuthorizationCode<"client_id">({
      client: { id: clientId, secret },
      auth: {
        tokenHost: new URL(stage.issuer()).origin,
        tokenPath: "/oidc/token",
        revokePath: "/oidc/revoke",
        authorizePath: "/oidc/authorize",
      },
      options: { authorizationMethod },
      // The answer to a revocation is empty (RFC 7009 section 2.2).
      http: { json: true },
    });
    const asked = oauth.authorizeURL({
      redirect_uri: CALLBACK,
      scope: "openid email offline_access",
      state: "s",
      // RFC 7636 appendix B.
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    } as Parameters<typeof oauth.authorizeURL>[0]);
    const { url } = await (await signedIn(stage, "shen.yan")).open(asked);
    expect(url.searchParams.get("state")).toBe("s");
    // RFC 9207: who answers is named.
    expect(url.searchParams.get("iss")).toBe(stage.issuer());

    const code = url.searchParams.get("code") ?? "";
    const redirect = { code, redirect_uri: CALLBACK, code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" };
    const token = await oauth.getToken(redirect);
    const keys = createRemoteJWKSet(new URL(`${stage.issuer()}/jwks`));
    const { payload, protectedHeader } = await jwtVerify(String(token.token["id_token"]), keys, {
      issuer: stage.issuer(),
      audience: clientId,
    });
    expect(protectedHeader.alg).toBe("RS256");
    expect(payload).toMatchObject({ sub: userId, email: "shen.yan@example.com", preferred_username: "shen.yan" });

    const fresh = await token.refresh();
    const info = await fetch(`${stage.issuer()}/userinfo`, {
      headers: { authorization: `Bearer ${fresh.token["access_token"]}` },
    });
    expect(await info.json()).toMatchObject({ sub: userId, email: "shen.yan@example.com" });
    await fresh.revokeAll();
    await expect(fresh.refresh()).rejects.toThrow();
  },
);
