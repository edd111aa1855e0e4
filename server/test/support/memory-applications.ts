import { err, ok } from "../../src/core/kernel/result.ts";
import type { OpenidProvider } from "../../src/features/applications/openid-provider.routes.ts";
import type { Application, ApplicationAccess, Applications } from "../../src/features/applications/ports.ts";
import { AT, userId } from "./api-samples.ts";
import { pageOf } from "./memory-pages.ts";

/** Applications that live in memory: one, and it may be asked for everything. */

const APPLICATION: Application = {
  id: userId(980),
  clientId: "lb_abcdefghijkmnpqrstuv",
  name: "Wiki",
  description: "Where we write things down",
  kind: "web",
  enabled: true,
  homeUrl: "https://wiki.example.com/",
  redirectUris: ["https://wiki.example.com/cb"],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  claims: ["email", "groups"],
  pkceRequired: true,
  refreshTokens: false,
  everyone: false,
  secretChangedAt: AT,
  lastUsedAt: null,
  createdAt: AT,
  updatedAt: AT,
};

const ACCESS: ApplicationAccess = {
  everyone: false,
  users: [{ id: userId(1), name: "User 1", username: "user1" }],
  groups: [],
  departments: [{ id: userId(2), name: "研发部", subtree: true }],
};

const found = async <Value>(id: string, value: Value) =>
  id === APPLICATION.id ? ok(value) : err({ code: "application_not_found" as const });

export const memoryApplications: Applications = {
  async list(_search, page) {
    const listed = await pageOf([APPLICATION], page);
    return listed.ok ? listed.value : undefined;
  },
  find: async (id) => (id === APPLICATION.id ? APPLICATION : undefined),
  create: async (wanted) => ok({ application: { ...APPLICATION, ...wanted }, secret: "s".repeat(43) }),
  update: (id) => found(id, APPLICATION),
  remove: (id) => found(id, APPLICATION),
  replaceSecret: (id) => found(id, { application: APPLICATION, secret: "s".repeat(43) }),
  readAccess: async (id) => (id === APPLICATION.id ? ACCESS : undefined),
  changeAccess: (id) => found(id, ACCESS),
  listForPortal: async () => {
    const { id, name, description, homeUrl } = APPLICATION;
    return [{ id, name, description, homeUrl: homeUrl ?? "" }];
  },
};

const ISSUER = "https://larkbridge.example.com/oidc";

/** The OpenID provider as operators look at it. */
export const memoryOpenidProvider: OpenidProvider = {
  describe: async () => ({
    issuer: ISSUER,
    authorizationEndpoint: `${ISSUER}/auth`,
    tokenEndpoint: `${ISSUER}/token`,
    userinfoEndpoint: `${ISSUER}/me`,
    jwksUri: `${ISSUER}/jwks`,
    endSessionEndpoint: `${ISSUER}/session/end`,
    deviceAuthorizationEndpoint: `${ISSUER}/device/auth`,
    signingKeys: [{ id: "k1", algorithm: "ES256", state: "signing", createdAt: AT }],
  }),
  rotateSigningKeys: async () => undefined,
};
