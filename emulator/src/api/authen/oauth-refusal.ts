import { jsonReply, type Reply } from "../../gateway/reply.ts";

/** What the sign-in family refuses with: OAuth's own word and a sentence for each code (feishu-contract 6.2). */
const REFUSALS = {
  20001: ["invalid_request", "a required parameter is missing"],
  20002: ["invalid_client", "the client secret is invalid"],
  20003: ["invalid_grant", "the authorization code is not found"],
  20004: ["invalid_grant", "the authorization code has expired"],
  20008: ["invalid_grant", "the user does not exist"],
  20010: ["access_denied", "the user has no permission to use this app"],
  20014: ["invalid_client", "the app access token is invalid"],
  20024: ["invalid_grant", "the code or refresh token was issued to another client"],
  20026: ["invalid_grant", "the refresh token is invalid"],
  20027: ["invalid_scope", "a scope has not been enabled for the app"],
  20029: ["invalid_request", "the redirect_uri is not on the app's list of redirect URLs"],
  20036: ["unsupported_grant_type", "the grant type is not supported"],
  20037: ["invalid_grant", "the refresh token has expired"],
  20048: ["invalid_client", "the app does not exist"],
  20049: ["invalid_grant", "the code verifier does not fit the code challenge"],
  20063: ["invalid_request", "the request is malformed"],
  20064: ["invalid_grant", "the refresh token has been revoked"],
  20065: ["invalid_grant", "the authorization code has been used"],
  20066: ["invalid_grant", "the user's status is invalid"],
  20067: ["invalid_scope", "a scope is named twice"],
  20068: ["invalid_scope", "a scope is not permitted"],
  20069: ["unauthorized_client", "the app is not enabled"],
  20070: ["invalid_request", "more than one way of client authentication was used"],
  20071: ["invalid_grant", "the redirect_uri is not the one of the authorization"],
  20073: ["invalid_grant", "the refresh token has been used"],
  20074: ["unauthorized_client", "refreshing is not enabled for the app"],
} as const satisfies Readonly<Record<number, readonly [error: string, description: string]>>;

export type RefusalCode = keyof typeof REFUSALS;

export class OAuthRefusal extends Error {
  readonly code: RefusalCode;
  readonly error: string;

  /** @param detail what exactly, where the sentence of the code leaves it open */
  constructor(code: RefusalCode, detail?: string) {
    const [error, description] = REFUSALS[code];
    super(detail === undefined ? description : `${description}: ${detail}`);
    this.code = code;
    this.error = error;
  }
}

/** The answer of the v2 and v3 token endpoints. */
export function refusalReply({ error, message, code }: OAuthRefusal): Reply {
  return jsonReply(400, { error, error_description: message, code });
}

/** Runs an endpoint and answers its refusals in its family's way. */
export function answering(endpoint: () => Reply, refuse: (refusal: OAuthRefusal) => Reply): Reply {
  try {
    return endpoint();
  } catch (error) {
    if (error instanceof OAuthRefusal) return refuse(error);
    throw error;
  }
}
