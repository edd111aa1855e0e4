import type { Platform } from "../platform.ts";
import type { App } from "./app.ts";

/**
 * The person a reference names: an open_id of the app, a union_id, a user_id or an e-mail address. Whoever is still there
 * is meant before somebody who left.
 */
export function userOfReference(platform: Platform, app: App, reference: string): number | undefined {
  const { lookup, tenant } = platform;
  const user =
    app.ids.findUser(reference, "open_id") ??
    lookup.userByUnionId(reference) ??
    lookup.userByUserId(reference) ??
    byEmail(platform, reference);
  return user !== undefined && user < tenant.population ? user : undefined;
}

function byEmail(platform: Platform, reference: string): number | undefined {
  if (!reference.includes("@")) return undefined;
  const { tenant } = platform;
  const found = tenant.addresses.findByEmail(reference);
  return found.find((user) => !tenant.isResigned(user)) ?? found.at(-1);
}
