import { z } from "zod";
import type { OpenId, UnionId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { ExternalIdentity, SignInRefusal } from "../../core/signin/external-identity.ts";
import type { FeishuClient } from "./client.ts";
import { oneUser } from "./endpoints.ts";
import { isFailure } from "./failure.ts";
import type { FailureDetail, FeishuCode } from "./failure-text.ts";
import { normaliseEmail, normaliseText } from "./normalise-text.ts";

/** A code Feishu sent a browser back with, or gave its own client (feishu contract 6.1, 6.5). */
export interface ReturnedCode {
  readonly code: string;
  /** Of the redirect road, as it was sent to the authorize page; null in Feishu's client. */
  readonly redirectUri: string | null;
  /** RFC 7636; null in Feishu's client, which has no such road. */
  readonly codeVerifier: string | null;
}

const tokenAnswer = z.object({ access_token: z.string().min(1) });

const text = z.string().nullish();
const profileAnswer = z.object({
  data: z.object({
    union_id: z.string().min(1),
    open_id: z.string().min(1),
    tenant_key: z.string().min(1),
    user_id: text,
    name: text,
    email: text,
    enterprise_email: text,
  }),
});

/**
 * Spends a code and reads who came with it (feishu contract 6.2, 6.4). What is read is proof of who somebody is in Feishu;
 * their e-mail is what their company wrote down, and proves nothing.
 *
 * @throws FeishuFailure where Feishu gave no answer about the person; the signal's reason when it fires
 */
export async function signIn(
  client: FeishuClient,
  appSecret: string,
  { code, redirectUri, codeVerifier }: ReturnedCode,
  signal: AbortSignal,
): Promise<Result<ExternalIdentity, SignInRefusal>> {
  try {
    const { access_token: userToken } = await client.call(
      {
        api: "authen/v2/oauth/token",
        as: "nobody",
        once: true,
        body: {
          grant_type: "authorization_code",
          client_id: client.settings.appId,
          client_secret: appSecret,
          code,
          ...(redirectUri === null ? {} : { redirect_uri: redirectUri }),
          ...(codeVerifier === null ? {} : { code_verifier: codeVerifier }),
        },
        answer: tokenAnswer,
      },
      { signal },
    );
    const { data } = await client.call(
      { api: "authen/v1/user_info", as: { userToken }, answer: profileAnswer },
      { signal },
    );
    return ok({
      unionId: data.union_id as UnionId,
      openId: data.open_id as OpenId,
      feishuUserId: normaliseText(data.user_id),
      tenantKey: data.tenant_key,
      name: normaliseText(data.name),
      email: normaliseEmail(data.email) ?? normaliseEmail(data.enterprise_email),
    });
  } catch (error) {
    const refusal = isFailure(error) ? refusalOf(error.code, error.detail) : undefined;
    if (refusal === undefined) throw error;
    return err(refusal);
  }
}

/**
 * Reads somebody's address from their contact record, which the app sees by its own permissions. A sign-in asks for no scope, so
 * it may tell none (feishu contract 6.4); asking for one that the app lacks would end it on an error page (20027).
 *
 * @returns null when there is none, or the app may not see the person
 * @throws FeishuFailure when Feishu does not tell; the signal's reason
 */
export async function readEmail(client: FeishuClient, openId: OpenId, signal: AbortSignal): Promise<string | null> {
  try {
    const { user } = (await client.call(oneUser(openId), { signal })).data;
    return normaliseEmail(user.email) ?? normaliseEmail(user.enterprise_email);
  } catch (error) {
    if (isFailure(error, "feishu_user_gone", "feishu_no_user_authority")) return null;
    throw error;
  }
}

/** What Feishu's numbers mean to whoever signs in (feishu contract 6.2, 6.4). The rest is trouble with the app. */
const REFUSALS: ReadonlyMap<number, SignInRefusal["code"]> = new Map([
  ...each("feishu_code_refused", 20001, 20003, 20004, 20005, 20024, 20049, 20063, 20065),
  ...each("feishu_redirect_unlisted", 20029, 20071),
  ...each("feishu_app_not_available", 20009, 20010),
  ...each("feishu_person_inactive", 20008, 20021, 20022, 20023, 20066),
]);

function refusalOf(code: FeishuCode, detail: FailureDetail): SignInRefusal | undefined {
  const number = typeof detail["feishu_code"] === "number" ? detail["feishu_code"] : null;
  const refusal = number === null || code !== "feishu_request_refused" ? undefined : REFUSALS.get(number);
  return refusal && { code: refusal, detail: { code: number } };
}

function each(code: SignInRefusal["code"], ...numbers: readonly number[]) {
  return numbers.map((number) => [number, code] as const);
}
