import { randomUUID } from "node:crypto";
import type { Role } from "@larkbridge/contract";
import pino from "pino";
import { Registry } from "prom-client";
import { findSession, makeAccess, makeSetupToken } from "../../src/features/access/index.ts";
import { registerMeRoutes } from "../../src/features/access/me.routes.ts";
import { registerOperatorRoutes } from "../../src/features/access/operator.routes.ts";
import { registerSessionRoutes } from "../../src/features/access/session.routes.ts";
import { makeUsers } from "../../src/features/directory/index.ts";
import { fixedClock } from "../../src/platform/clock/clock.ts";
import { newMasterKey, parseMasterKey } from "../../src/platform/crypto/master-key.ts";
import { hashPassword } from "../../src/platform/crypto/password.ts";
import { makeSecretBox } from "../../src/platform/crypto/secret-box.ts";
import { createHttpServer } from "../../src/platform/http/index.ts";
import { openTestDatabase } from "./database.ts";

export const PASSWORD = "correct horse battery";

/** Accounts and access behind the real web server, on a real database, with a clock that stands still. */
export async function openAccessStage(declared: { publicUrl?: string } = {}) {
  const database = await openTestDatabase();
  const clock = fixedClock("2026-05-01T08:00:00.000Z");
  const key = parseMasterKey(newMasterKey());
  if (!key) throw new Error("a new master key is one");
  const users = makeUsers({ database, clock });
  const access = makeAccess({
    db: database.kysely,
    clock,
    box: makeSecretBox(key, "stored-secret"),
    declared: {
      publicUrl: declared.publicUrl,
      deletedDays: 30,
      declared: declared.publicUrl ? ["public_url"] : [],
      ldapAppPasswordsOnly: false,
      allowInsecureHttp: false,
    },
    findUser: (user) => users.find(user),
    listenedUrl: () => "http://127.0.0.1:8080",
    notePassword: async () => async () => undefined,
  });
  const server = await createHttpServer({
    log: pino({ level: "silent" }),
    findToken: async (token) =>
      token === "admin" ? { kind: "token", id: randomUUID(), name: "admin", scopes: ["admin"] } : undefined,
    findSession: (secret) => findSession(database.kysely, secret, clock.now()),
    now: () => clock.now(),
    publicOrigin: async () => null,
    metrics: new Registry(),
    trustProxy: true,
    requestsAMinute: 100_000,
  });
  registerSessionRoutes(server, access);
  registerMeRoutes(server, access);
  registerOperatorRoutes(server, access);
  const phc = await hashPassword(PASSWORD);

  /** Asks as a browser on the console's own page does. */
  const ask = async (
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    { body, cookie, from = "192.0.2.1" }: { body?: object; cookie?: string | undefined; from?: string } = {},
  ) => {
    const answer = await server.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        "sec-fetch-site": "same-origin",
        "x-forwarded-for": from,
        ...(cookie === undefined ? {} : { cookie }),
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    const [set] = [answer.headers["set-cookie"] ?? []].flat();
    return { status: answer.statusCode, body: answer.json(), cookie: set?.split(";")[0], headers: answer.headers };
  };

  return {
    database,
    clock,
    ask,
    setupToken: () => makeSetupToken(database.kysely, clock.now()),
    /** A person with a role, and the password above unless told otherwise. */
    async addUser(username: string, role: Role = "member", part: { hash?: string | null; mustChange?: boolean } = {}) {
      const id = randomUUID();
      await database.kysely
        .insertInto("directory_user")
        .values({
          id,
          username,
          name: username,
          email: `${username}@example.com`,
          origin: "built_in",
          role,
          password_hash: part.hash === undefined ? phc : part.hash,
          password_must_change: part.mustChange ?? false,
        })
        .execute();
      return id;
    },
    signIn: (username: string, password = PASSWORD, more: { code?: string; cookie?: string; from?: string } = {}) =>
      ask("POST", "/session", {
        body: { username, password, ...(more.code === undefined ? {} : { code: more.code }) },
        cookie: more.cookie,
        ...(more.from === undefined ? {} : { from: more.from }),
      }),
    async close() {
      await server.drain(0);
      await database.close();
    },
  };
}
