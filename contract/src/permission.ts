/** Scopes an API token may carry (product.md 5.16). `admin` stands for all of them. */
export const TOKEN_SCOPES = [
  "directory:read",
  "directory:write",
  "sync:run",
  "sync:approve",
  "integration:write",
  "notifications:send",
  "audit:read",
  "admin",
] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Roles of people in the console (product.md 5.16). */
export const ROLES = ["owner", "administrator", "auditor", "member"] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who may call a route. `tokenScopes`: one of them is enough, and an empty list admits every valid token.
 * `roles`: the people who may.
 */
export type Permission = PublicPermission | GrantedPermission;

export interface PublicPermission {
  readonly kind: "public";
}

export interface GrantedPermission {
  readonly kind: "granted";
  readonly tokenScopes: readonly TokenScope[];
  readonly roles: readonly Role[];
}

/** Nobody has to say who they are. */
export const everybody: PublicPermission = { kind: "public" };

/** Any valid token, any signed-in person. */
export const anyPrincipal: GrantedPermission = { kind: "granted", tokenScopes: [], roles: ROLES };

const OPERATORS = ["owner", "administrator"] as const;

/** Tokens with one of the scopes; people who may look at everything. */
export function readersWith(...tokenScopes: readonly TokenScope[]): GrantedPermission {
  return { kind: "granted", tokenScopes, roles: [...OPERATORS, "auditor"] };
}

/** Tokens with one of the scopes; people who may change things. */
export function operatorsWith(...tokenScopes: readonly TokenScope[]): GrantedPermission {
  return { kind: "granted", tokenScopes, roles: OPERATORS };
}
