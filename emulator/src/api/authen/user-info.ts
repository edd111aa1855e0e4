import type { App } from "../../apps/app.ts";
import { LEGACY_READS } from "../../apps/scopes.ts";
import { bearerToken } from "../../gateway/bearer.ts";
import { ApiFailure } from "../../gateway/failure.ts";
import { SPECIAL_TIER } from "../../gateway/rate-limit.ts";
import { type Reply, success } from "../../gateway/reply.ts";
import type { Call, Route } from "../../gateway/route.ts";
import { tokenMissing } from "../../gateway/tokens.ts";
import type { AccessToken } from "../../sign-in/user-tokens.ts";
import type { AccountStatus, Person } from "../../tenant/person.ts";
import { avatarOf } from "../avatar.ts";

/** Who has signed in (feishu-contract 6.4). */
const PATTERN = "/open-apis/authen/v1/user_info";

export const userInfoRoutes: readonly Route[] = [
  { method: "GET", pattern: PATTERN, auth: "none", old: true, handle: getUserInfo },
];

/** An old API: refusals come with HTTP 200. */
function getUserInfo(call: Call): Reply {
  const { platform, headers, now } = call;
  const text = bearerToken(headers.authorization);
  if (text === undefined) throw tokenMissing();
  const token = platform.signIn.tokens.findAccess(text, now);
  const app = token === undefined ? undefined : platform.apps.get(token.authorization.appId);
  if (token === undefined || app === undefined) throw new ApiFailure(200, 20005, "the access token is invalid");
  if (!app.enabled) throw new ApiFailure(400, 99991662, "app not in use");
  platform.limits.admit(`GET ${PATTERN}`, app.appId, SPECIAL_TIER, true, now);
  const { user, tenantKey } = token.authorization;
  const person = platform.tenant.person(user);
  refuseUnfit(person.status);
  const image = avatarOf(user);
  return success({
    name: person.name,
    en_name: person.enName,
    avatar_url: `${image}/72.png`,
    avatar_thumb: `${image}/72.png`,
    avatar_middle: `${image}/240.png`,
    avatar_big: `${image}/640.png`,
    open_id: app.ids.ofUser(user, "open_id"),
    union_id: app.ids.ofUser(user, "union_id"),
    tenant_key: tenantKey,
    ...gatedFields(person, app, token),
  });
}

function refuseUnfit(status: AccountStatus): void {
  if (status.is_exited) throw new ApiFailure(200, 20008, "the user does not exist");
  if (status.is_resigned) throw new ApiFailure(200, 20021, "the user has resigned");
  if (status.is_frozen) throw new ApiFailure(200, 20022, "the user is frozen");
}

/** What the app holds the scope for and the person granted it; the rest is left out. */
function gatedFields(person: Person, app: App, token: AccessToken): Record<string, string> {
  const may = (scope: string) => app.granted.has(scope) && token.scopes.has(scope);
  const employee = may("contact:user.employee:readonly");
  const fields: [name: string, readable: boolean, value: string | null][] = [
    ["email", may("contact:user.email:readonly"), person.email],
    ["enterprise_email", employee, person.enterpriseEmail],
    ["user_id", may("contact:user.employee_id:readonly"), person.userId],
    ["mobile", may("contact:user.phone:readonly"), person.mobile],
    ["employee_no", employee || LEGACY_READS.some(may), person.employeeNo],
  ];
  return Object.fromEntries(
    fields.flatMap(([name, readable, value]) => (readable && value !== null ? [[name, value]] : [])),
  );
}
