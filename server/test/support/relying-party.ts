import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as client from "openid-client";

/** An application of the company with a server of its own: the smallest one that signs people in with an OpenID provider. */
export interface RelyingParty {
  readonly url: string;
  readonly redirectUri: string;
  readonly loggedOutUri: string;
  /** Points it at its provider, as an engineer would with the copied settings. */
  connect(issuer: string, clientId: string, secret: string): Promise<void>;
  close(): Promise<void>;
}

interface Login {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** Starts it on any free port. `/` signs in and shows who it is; `/logout` signs out, at the provider too. */
export async function startRelyingParty(): Promise<RelyingParty> {
  let config: client.Configuration | undefined;
  const logins = new Map<string, Login>();
  let idToken: string | undefined;
  const page = (response: ServerResponse, text: string) =>
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8" })
      .end(`<!doctype html><html lang="en"><title>App</title><h1>${text.replaceAll("<", "&lt;")}</h1></html>`);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!config) throw new Error("the application is not connected");
    const url = new URL(request.url ?? "/", party.url);
    if (url.pathname === "/") {
      const login = {
        verifier: client.randomPKCECodeVerifier(),
        state: client.randomState(),
        nonce: client.randomNonce(),
      };
      const key = randomBytes(16).toString("hex");
      logins.set(key, login);
      const to = client.buildAuthorizationUrl(config, {
        redirect_uri: party.redirectUri,
        scope: "openid profile email groups",
        code_challenge: await client.calculatePKCECodeChallenge(login.verifier),
        code_challenge_method: "S256",
        state: login.state,
        nonce: login.nonce,
      });
      response.writeHead(303, { location: to.href, "set-cookie": `login=${key}; HttpOnly; SameSite=Lax` }).end();
    } else if (url.pathname === "/callback") {
      const key = /(?:^|; )login=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
      const login = logins.get(key);
      if (!login) throw new Error("a callback without a login");
      logins.delete(key);
      const { verifier: pkceCodeVerifier, state: expectedState, nonce: expectedNonce } = login;
      const tokens = await client.authorizationCodeGrant(config, url, {
        pkceCodeVerifier,
        expectedState,
        expectedNonce,
      });
      idToken = tokens.id_token;
      const claims = tokens.claims();
      const user = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? "");
      page(response, `Hello ${user.name}`);
    } else if (url.pathname === "/logout") {
      const to = client.buildEndSessionUrl(config, {
        ...(idToken === undefined ? {} : { id_token_hint: idToken }),
        post_logout_redirect_uri: party.loggedOutUri,
      });
      response.writeHead(303, { location: to.href }).end();
    } else page(response, url.pathname === "/bye" ? "Signed out" : "Nothing here");
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => page(response, `Failed: ${error}`));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  // Another host name than the provider's: cookies are kept by host, not by port.
  const url = `http://localhost:${typeof address === "object" ? address?.port : 0}`;
  const party: RelyingParty = {
    url,
    redirectUri: `${url}/callback`,
    loggedOutUri: `${url}/bye`,
    async connect(issuer, clientId, secret) {
      config = await client.discovery(new URL(issuer), clientId, secret, client.ClientSecretBasic(secret), {
        execute: [client.allowInsecureRequests],
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return party;
}
