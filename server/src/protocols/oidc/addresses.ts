/** Where the provider answers, below its issuer. */
export const ROUTES = {
  authorization: "/authorize",
  token: "/token",
  userinfo: "/userinfo",
  jwks: "/jwks",
  end_session: "/logout",
  introspection: "/introspect",
  revocation: "/revoke",
  device_authorization: "/device_authorization",
  code_verification: "/device",
} as const;
