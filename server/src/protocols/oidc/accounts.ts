import { type Account, errors, type KoaContextWithOIDC } from "oidc-provider";
import type { ApplicationClaim, ClientDirectory } from "../../features/applications/index.ts";
import type { LoginRecords } from "./login-records.ts";

/** People and what they may do, asked of the directory at every step: whoever left or was moved out is refused at once. */

/**
 * Finds whom a code or a token is about. Undefined, and so a dead token, for people who are not active or whom the
 * application's access no longer admits.
 */
export async function findAccount(
  clients: ClientDirectory,
  ctx: KoaContextWithOIDC,
  sub: string,
  token: { readonly clientId?: string | undefined } | undefined,
): Promise<Account | undefined> {
  if (token !== undefined && !(await clients.mayUse(sub, token.clientId ?? ""))) return undefined;
  return {
    accountId: sub,
    // The application's settings alone choose: no scope widens them, and clients that ask for `openid` only get them all.
    async claims() {
      const chosen = (ctx.oidc.client?.["lb_claims"] ?? []) as readonly ApplicationClaim[];
      const claims = await clients.readClaims(sub, chosen);
      if (!claims) throw new errors.InvalidGrant("the user is not active");
      return { sub, ...claims };
    },
  };
}

/**
 * The grant an authorization goes under. Applications are the company's own: nobody is asked for consent, the operator who
 * registered them decided. Who may not use one is refused here, before anything is given out.
 */
export async function loadGrant(clients: ClientDirectory, records: LoginRecords, ctx: KoaContextWithOIDC) {
  const { client, account, session, provider } = ctx.oidc;
  if (!client || !account || !session) throw new Error("a grant is loaded before it is known for whom");
  if (!(await clients.mayUse(account.accountId, client.clientId))) {
    await records.noteRefusal(ctx);
    throw new errors.AccessDenied("You may not use this application. Ask your administrator for access.");
  }
  const before = session.grantIdFor(client.clientId);
  // A grant goes when a code is replayed or a token is reused; the person just gets another.
  const found = before === undefined ? undefined : await provider.Grant.find(before);
  const grant =
    found?.accountId === account.accountId
      ? found
      : new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope([...ctx.oidc.requestParamOIDCScopes].join(" "));
  await grant.save();
  return grant;
}
