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

/** Roles a route admits: at least one, so that no route can be declared without saying who may. */
export type Roles = readonly [Role, ...Role[]];

/** Who may call a route. */
export type Permission = PublicPermission | GrantedPermission | SignedInPermission;

export interface PublicPermission {
  readonly kind: "public";
}

/**
 * `tokenScopes`: one of them is enough, and an empty list admits every valid token. `roles`: the people who may.
 * `recentPassword`: people must have proved their password within the last ten minutes; tokens need not.
 */
export interface GrantedPermission {
  readonly kind: "granted";
  readonly tokenScopes: readonly TokenScope[];
  readonly roles: Roles;
  readonly recentPassword?: true;
}

/** People with a session only: what they do concerns their own account. */
export interface SignedInPermission {
  readonly kind: "signed_in";
  readonly roles: Roles;
  readonly recentPassword?: true;
}

/** Nobody has to say who they are. */
export const everybody: PublicPermission = { kind: "public" };

/** Any valid token, any signed-in person. */
export const anyPrincipal: GrantedPermission = { kind: "granted", tokenScopes: [], roles: ROLES };

/** Any signed-in person, and no token. */
export const anySignedIn: SignedInPermission = { kind: "signed_in", roles: ROLES };

const OPERATORS = ["owner", "administrator"] as const;

/** Tokens with one of the scopes; people who may look at everything. */
export function readersWith(...tokenScopes: readonly TokenScope[]): GrantedPermission {
  return { kind: "granted", tokenScopes, roles: [...OPERATORS, "auditor"] };
}

/** Tokens with one of the scopes; people who may change things. */
export function operatorsWith(...tokenScopes: readonly TokenScope[]): GrantedPermission {
  return { kind: "granted", tokenScopes, roles: OPERATORS };
}

/** Tokens with one of the scopes; owners. */
export function ownersWith(...tokenScopes: readonly TokenScope[]): GrantedPermission {
  return { kind: "granted", tokenScopes, roles: ["owner"] };
}

/** The same people, but only within ten minutes of proving their password (`reauthentication_required` otherwise). */
export function recently<Granted extends GrantedPermission | SignedInPermission>(permission: Granted): Granted {
  return { ...permission, recentPassword: true };
}
