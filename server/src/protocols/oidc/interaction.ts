import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { decideInteraction } from "../../core/signin/decide-interaction.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OwnSessions } from "./own-session.ts";

/** Checks of the library that want somebody else to sign in, or the same person once more. */
const AGAIN = ["login_prompt", "id_token_hint", "claims_id_token_sub_value"];

/**
 * Goes on with a request that our session alone did not answer: to the console's sign-in page, which comes back here, or to
 * the application. Undefined when the request is unknown, which it is an hour after it was made, and in another browser.
 *
 * @returns the path or address to go on to
 */
export async function goOn(
  provider: Provider,
  parts: { readonly own: OwnSessions; readonly clock: Clock },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<string | undefined> {
  const cookies = provider.createContext(request, response).cookies;
  const uid = cookies.get((provider as unknown as { cookieName(type: string): string }).cookieName("interaction"));
  const interaction = uid === undefined ? undefined : await provider.Interaction.find(uid);
  if (!interaction) return undefined;

  const { reasons } = interaction.prompt;
  const maxAge = interaction.params["max_age"];
  const now = Math.floor(Date.parse(parts.clock.now()) / 1000);
  const decision = decideInteraction(
    await parts.own.find(request),
    {
      again: reasons.some((reason) => AGAIN.includes(reason)),
      maxAge: maxAge === undefined ? null : Number(maxAge),
      askedAt: interaction.iat,
    },
    now,
  );
  if (decision.kind !== "finish") {
    const back = encodeURIComponent(`/oidc/interaction/${interaction.uid}`);
    return `/login?return=${back}${decision.kind === "sign_in_again" ? "&again=1" : ""}`;
  }
  // A sign-in made since then ended the session that was there when the application asked; the request goes on under the new one.
  interaction.session = undefined;
  interaction.result = { login: { accountId: decision.userId, ts: decision.authTime } };
  await interaction.persist();
  return interaction.returnTo;
}
