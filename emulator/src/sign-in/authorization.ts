/** What a person let an app do; a code, and every token that comes of it, stands for one. */
export interface Authorization {
  readonly appId: string;
  readonly user: number;
  /** The company the person comes from; the tenant's own unless a test asks for a stranger. */
  readonly tenantKey: string;
  /** What tokens may carry; a token request narrows it for one token only. */
  readonly scopes: readonly string[];
  /** Refresh chains end a year after it. */
  readonly at: number;
}

/** Part of every token: who the person is. */
export const IDENTITY_SCOPE = "auth:user.id:read";
/** Asks for a refresh token. */
export const OFFLINE_SCOPE = "offline_access";
