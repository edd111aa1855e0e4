import { removalLimit } from "../../kernel/removal-limit.ts";
import type { ProvisionReason } from "./types.ts";

/**
 * The guard of a sync (product.md 5.3 a), for entries of a server: removals of the last 24 hours, applied plus planned, against
 * max(minimum, percent of the linked entries).
 */
export function holdingReason(
  planned: number,
  recent: number,
  linked: number,
  limits: { readonly percent: number; readonly minimum: number },
  what: "people" | "others",
): ProvisionReason | null {
  const limit = removalLimit(limits, linked);
  if (planned === 0 || planned + recent <= limit) return null;
  return { code: "ldap_removal_guard", detail: { what, planned, recent, limit } };
}
