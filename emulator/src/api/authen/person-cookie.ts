import type { Platform } from "../../platform.ts";

/** "Signed in to Feishu": the browser's cookie with the union_id of whoever chose last. Unsigned, as nothing is secret here. */

const NAME = "feishu_emulator_person";
const PLACE = "Path=/open-apis/authen; HttpOnly; SameSite=Lax";

export function rememberingCookie(platform: Platform, user: number): string {
  return `${NAME}=${platform.lookup.unionId(user)}; ${PLACE}`;
}

export const FORGETTING_COOKIE = `${NAME}=; Max-Age=0; ${PLACE}`;

/** The person of the cookie, as long as they are in the company. */
export function rememberedPerson(platform: Platform, cookies: string | undefined): number | undefined {
  const pairs = (cookies ?? "").split(";").map((pair) => pair.trim());
  const unionId = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1);
  const user = unionId === undefined ? undefined : platform.lookup.userByUnionId(unionId);
  return user === undefined || platform.tenant.isResigned(user) ? undefined : user;
}
