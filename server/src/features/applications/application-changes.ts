import { canonicalJson, type Json } from "../../core/kernel/json.ts";
import { toSettings } from "./application-view.ts";
import type { Application, ApplicationChanges } from "./ports.ts";

type Fields = { readonly [key: string]: Json };

/** Where each setting that may change lies in the table. */
const COLUMNS = {
  name: "name",
  description: "description",
  enabled: "enabled",
  homeUrl: "home_url",
  redirectUris: "redirect_uris",
  postLogoutRedirectUris: "post_logout_redirect_uris",
  backchannelLogoutUri: "backchannel_logout_uri",
  claims: "claims",
  pkceRequired: "pkce_required",
  refreshTokens: "refresh_tokens",
} as const satisfies Record<keyof ApplicationChanges, string>;

/** Settings as columns and their values; what is undefined is left out. */
export function toColumns(changes: ApplicationChanges): Readonly<Record<string, unknown>> {
  const keys = Object.keys(COLUMNS) as (keyof ApplicationChanges)[];
  return Object.fromEntries(
    keys.filter((key) => changes[key] !== undefined).map((key) => [COLUMNS[key], changes[key]]),
  );
}

/** Compares what an application is with what it becomes. Returns the fields that differ, before and after. */
export function differences(before: Application, changes: ApplicationChanges): { before: Fields; after: Fields } {
  const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const old = toSettings(before) as Fields;
  const next = toSettings({ ...before, ...defined }) as Fields;
  const keys = Object.keys(old).filter((key) => canonicalJson(old[key]) !== canonicalJson(next[key]));
  const only = (fields: Fields) => Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
  return { before: only(old), after: only(next) };
}
