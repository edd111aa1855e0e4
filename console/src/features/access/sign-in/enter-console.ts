import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { type Me, meQuery } from "../../../app/me.ts";
import { chooseTheme } from "../../../design/index.ts";
import { changeLanguage } from "../../../i18n/index.ts";
import { isServerPath } from "./return-path.ts";

/** Takes over what the person prefers, and tells where to go: to `path`, unless the password has to be changed first. */
async function enterConsole(client: QueryClient, path: string): Promise<string> {
  const me = (await client.fetchQuery({ ...meQuery, staleTime: 0 })) as Me;
  if (me.language !== null) await changeLanguage(me.language);
  if (me.theme !== null) chooseTheme(me.theme);
  if (!me.must_change_password) return path;
  return path === "/" ? "/new-password" : `/new-password?return=${encodeURIComponent(path)}`;
}

/** Goes on once somebody is signed in: to a page of the console, or by the browser to what the server answers itself. */
export function useEnterConsole(): (path: string) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useCallback(
    async (path) => {
      const href = await enterConsole(client, path);
      if (isServerPath(href)) window.location.assign(href);
      else await navigate({ href, replace: true });
    },
    [client, navigate],
  );
}
