import type { App } from "../../apps/app.ts";
import type { Call } from "../../gateway/route.ts";
import { OAuthRefusal } from "./oauth-refusal.ts";
import { requiredField, type TokenFields } from "./token-fields.ts";

/**
 * The app a token request comes from, by `client_id` and `client_secret` in the body or HTTP Basic.
 *
 * @throws OAuthRefusal 20070 for both ways at once, 20001, 20048, 20002, 20069
 */
export function authenticateClient(call: Call, fields: TokenFields): App {
  const basic = basicCredentials(call.headers.authorization);
  if (basic !== undefined && fields.has("client_secret")) throw new OAuthRefusal(20070);
  const [id, secret] = basic ?? [requiredField(fields, "client_id"), requiredField(fields, "client_secret")];
  const app = call.platform.apps.get(id);
  if (app === undefined) throw new OAuthRefusal(20048);
  if (app.secret !== secret) throw new OAuthRefusal(20002);
  if (!app.enabled) throw new OAuthRefusal(20069);
  return app;
}

function basicCredentials(authorization: string | undefined): [string, string] | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) throw new OAuthRefusal(20063, "HTTP Basic without a colon");
  return [formDecoded(text.slice(0, colon)), formDecoded(text.slice(colon + 1))];
}

/** RFC 6749, 2.3.1: both halves are form-encoded before they are joined. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new OAuthRefusal(20063, "HTTP Basic is not form-encoded");
  }
}
