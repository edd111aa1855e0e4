import { randomUUID } from "node:crypto";
import type { Role } from "@larkbridge/contract";
import pino from "pino";
import { Registry } from "prom-client";
import { composeOidc } from "../../src/boot/oidc.ts";
import { findSession, makeAccess } from "../../src/features/access/index.ts";
import { registerMeRoutes } from "../../src/features/access/me.routes.ts";
import { registerSessionRoutes } from "../../src/features/access/session.routes.ts";
import { registerOpenidProviderRoutes } from "../../src/features/applications/openid-provider.routes.ts";
import { makeUsers } from "../../src/features/directory/index.ts";
import { systemClock } from "../../src/platform/clock/clock.ts";
import { newMasterKey, parseMasterKey } from "../../src/platform/crypto/master-key.ts";
import { hashPassword } from "../../src/platform/crypto/password.ts";
import { makeSecretBox } from "../../src/platform/crypto/secret-box.ts";
import { hashToken } from "../../src/platform/crypto/token.ts";
import { createHttpServer } from "../../src/platform/http/index.ts";
import { openTestDatabase } from "./database.ts";
import { openBrowser } from "./test-browser.ts";

export const PASSWORD = "correct horse battery";
export const CALLBACK = "https://app.example.com/callback";
export const SIGNED_OUT = "https://app.example.com/signed-out";

export interface StagedApplication {
  readonly id: string;
  readonly clientId: string;
  /** Empty where it has none. */
  readonly secret: string;
}

/**
 * The OpenID provider behind the real web server on a real database, in one process or in several that share it. Time is
 * the machine's `Date`, which tests may hold: the library has no other clock.
 */
export async function openOidcStage(options: { readonly publicUrl?: string; readonly trustProxy?: boolean } = {}) {
  const database = await openTestDatabase();
  const key = parseMasterKey(newMasterKey());
  if (!key) throw new Error("a new master key is one");
  const phc = await hashPassword(PASSWORD);
  const log: string[] = [];
  let publicUrl = options.publicUrl ?? "";

  const startProcess = async () => {
    const { kysely: db } = database;
    const clock = systemClock;
    const box = makeSecretBox(key, "stored-secret");
    const users = makeUsers({ database, clock });
    const logger = pino({ level: "trace" }, { write: (line: string) => void log.push(line) });
    const access = makeAccess({
      db,
      clock,
      box,
      declared: {
        publicUrl: undefined,
        deletedDays: 30,
        declared: [],
        ldapAppPasswordsOnly: false,
        allowInsecureHttp: false,
      },
      findUser: (user) => users.find(user),
      listenedUrl: () => publicUrl,
      notePassword: async () => async () => undefined,
    });
    const server = await createHttpServer({
      log: logger,
      findToken: async (token) =>
        token === "admin" ? { kind: "token", id: randomUUID(), name: "admin", scopes: ["admin"] } : undefined,
      findSession: (secret) => findSession(db, secret, clock.now()),
      now: () => clock.now(),
      publicOrigin: async () => publicUrl,
      metrics: new Registry(),
      trustProxy: options.trustProxy ?? false,
      requestsAMinute: 100_000,
    });
    const oidc = composeOidc({
      database,
      clock,
      key,
      box,
      access,
      findSession: (secret) => findSession(db, secret, clock.now()),
      publicUrl: async () => publicUrl,
      log: logger,
    });
    registerSessionRoutes(server, access);
    registerMeRoutes(server, access);
    registerOpenidProviderRoutes(server, oidc);
    await oidc.register(server);
    const port = await server.listen({ host: "127.0.0.1", port: 0 });
    return { server, oidc, url: `http://127.0.0.1:${port}` };
  };

  const processes = [await startProcess()];
  const first = processes[0] as (typeof processes)[number];
  if (publicUrl === "") publicUrl = first.url;

  return {
    database,
    log,
    box: makeSecretBox(key, "stored-secret"),
    oidc: first.oidc,
    issuer: () => `${publicUrl}/oidc`,
    setPublicUrl(url: string) {
      publicUrl = url;
    },
    firstUrl: first.url,
    /** Another process on the same database, under the same public address. */
    async addProcess() {
      const made = await startProcess();
      processes.push(made);
      return made;
    },
    /** A browser that reaches a process under the public address. */
    browser: (reached = first.url) =>
      openBrowser(
        publicUrl,
        (url) => new URL(`${url.pathname}${url.search}`, url.origin === publicUrl ? reached : url),
      ),
    async addUser(username: string, part: { readonly role?: Role; readonly mustChange?: boolean } = {}) {
      const id = randomUUID();
      await database.kysely
        .insertInto("directory_user")
        .values({
          id,
          username,
          name: `Name of ${username}`,
          email: `${username}@example.com`,
          mobile: "+8613800000000",
          origin: "built_in",
          role: part.role ?? "member",
          password_hash: phc,
          password_must_change: part.mustChange ?? false,
        })
        .execute();
      return id;
    },
    async addApplication(
      part: {
        readonly kind?: "web" | "public" | "device";
        readonly everyone?: boolean;
        readonly claims?: readonly string[];
        readonly pkceRequired?: boolean;
        readonly refreshTokens?: boolean;
        readonly redirectUris?: readonly string[];
        readonly backchannelLogoutUri?: string;
      } = {},
    ): Promise<StagedApplication> {
      const { kind = "web" } = part;
      const clientId = `lb_${randomUUID()}`;
      const secret = kind === "web" ? randomUUID() : "";
      const { id } = await database.kysely
        .insertInto("application")
        .values({
          client_id: clientId,
          name: `App ${clientId}`,
          kind,
          everyone: part.everyone ?? true,
          claims: [...(part.claims ?? ["email"])],
          pkce_required: part.pkceRequired ?? true,
          refresh_tokens: part.refreshTokens ?? true,
          redirect_uris: kind === "device" ? [] : [...(part.redirectUris ?? [CALLBACK])],
          post_logout_redirect_uris: [SIGNED_OUT],
          backchannel_logout_uri: part.backchannelLogoutUri ?? null,
          secret_hash: kind === "web" ? hashToken(secret) : null,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      return { id, clientId, secret };
    },
    async close() {
      for (const { oidc, server } of processes) {
        await oidc.stop();
        await server.drain(0);
      }
      await database.close();
    },
  };
}

export type OidcStage = Awaited<ReturnType<typeof openOidcStage>>;
