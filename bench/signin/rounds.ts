import { createHash, randomBytes } from "node:crypto";
import { locationOf, type Person } from "./person.ts";

/** The two ways that are measured, each from its first request to its last answer. */

/** An application of the bench. */
export interface Application {
  readonly clientId: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** Redirects of one round; more would be a circle. */
const MOST_STEPS = 8;

/** The whole way in with Feishu: start, Feishu's page (the person is signed in there), callback, a session. */
export async function signInWithFeishu(person: Person, server: string, openId: string): Promise<void> {
  const authorize = new URL(locationOf(await person.visit(`${server}/auth/feishu/start?return_to=/portal`), server));
  authorize.searchParams.set("emulator_user", openId);
  const callback = locationOf(await person.visit(authorize.href), authorize.href);
  const end = locationOf(await person.visit(callback), server);
  if (end !== `${server}/portal`) throw new Error(`the sign-in ended at ${end}`);
}

/** An application asks who it is, the browser has a session: authorize, code, tokens (RFC 6749 section 4.1, RFC 7636). */
export async function roundOfApplication(person: Person, server: string, application: Application): Promise<void> {
  const { clientId, secret, redirectUri } = application;
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const authorize = new URL(`${server}/oidc/authorize`);
  authorize.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile email groups",
    state,
    nonce: state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();
  let at = authorize.href;
  for (let step = 0; !at.startsWith(redirectUri); step += 1) {
    if (step === MOST_STEPS || at.startsWith(`${server}/login`)) throw new Error(`the round ended at ${at}`);
    at = locationOf(await person.visit(at), at);
  }
  const code = new URL(at).searchParams.get("code");
  if (code === null) throw new Error(`no code: ${at}`);
  const answer = await person.post(
    `${server}/oidc/token`,
    { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier },
    { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}` },
  );
  if (answer.status !== 200) throw new Error(`no tokens: ${answer.status} ${answer.body.slice(0, 300)}`);
}
