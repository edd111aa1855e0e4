import type { QueryClient } from "@tanstack/react-query";
import { type Me, meQuery } from "../../../app/me.ts";
import { chooseTheme } from "../../../design/index.ts";
import { changeLanguage } from "../../../i18n/index.ts";

/** Takes over what the person prefers, and tells where to go: to `path`, unless the password has to be changed first. */
export async function enterConsole(client: QueryClient, path: string): Promise<string> {
  const me = (await client.fetchQuery({ ...meQuery, staleTime: 0 })) as Me;
  if (me.language !== null) await changeLanguage(me.language);
  if (me.theme !== null) chooseTheme(me.theme);
  return me.must_change_password ? "/new-password" : path;
}
