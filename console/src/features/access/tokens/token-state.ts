export type TokenState = "active" | "expired" | "revoked";

/** Whether a token still opens anything. Revoked says more than expired. */
export function stateOf(
  token: { readonly expires_at: string | null; readonly revoked_at: string | null },
  now: Date,
): TokenState {
  if (token.revoked_at !== null) return "revoked";
  return token.expires_at !== null && new Date(token.expires_at) <= now ? "expired" : "active";
}

/** When a token made now ends; null for never. */
export function expiryOf(choice: Expiry, now: Date): string | null {
  const days = { d30: 30, d90: 90, d365: 365, never: null }[choice];
  return days === null ? null : new Date(now.getTime() + days * 86_400_000).toISOString();
}

export const EXPIRIES = ["d30", "d90", "d365", "never"] as const;
export type Expiry = (typeof EXPIRIES)[number];

/** Every scope, in the order of growing power; `admin` is for owners to give. */
export const SCOPES = [
  "directory:read",
  "audit:read",
  "sync:run",
  "sync:approve",
  "directory:write",
  "integration:write",
  "notifications:send",
  "admin",
] as const;
