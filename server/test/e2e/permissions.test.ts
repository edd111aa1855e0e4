import { randomBytes, randomUUID } from "node:crypto";
import { allRoutes, ROLES, type Role, type RouteContract } from "@larkbridge/contract";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashToken } from "../../src/platform/crypto/token.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { type Stage, setStage } from "../support/stage.ts";

/** Every route of the contract on the real server with a real database, by everybody who might ask. */

let stage: Stage;
let server: ServerProcess;
let database: pg.Client;
const people = new Map<Role, string>();

beforeAll(async () => {
  stage = await setStage({ users: 5, departments: 2, memberships: 5 });
  server = await stage.start();
  database = new pg.Client({ connectionString: stage.env["LARKBRIDGE_DATABASE_URL"] });
  await database.connect();
  for (const role of ROLES) {
    const id = randomUUID();
    const values = [id, role];
    await database.query(
      "insert into directory_user (id, username, name, origin, role) values ($1, $2, $2, 'built_in', $2)",
      values,
    );
    people.set(role, id);
  }
}, 60_000);
afterAll(async () => {
  await database?.end();
  await stage?.close();
});

/** A session of their own for each question: some routes end the one they are asked with. */
async function sessionOf(role: Role): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  await database.query(
    `insert into session (user_id, secret_hash, created_at, last_seen_at, proved_at, expires_at, address)
     values ($1, $2, now(), now(), now(), now() + interval '1 hour', '127.0.0.1')`,
    [people.get(role), hashToken(secret)],
  );
  return `larkbridge=${secret}`;
}

/** Nothing stands behind these ids: what is permitted ends as "not found", and changes nothing. */
const NOWHERE: Record<string, string> = {
  "Sync runs": "999999999",
  Users: "nobody-has-this-name",
  Operators: "nobody-has-this-name",
};

async function ask(route: RouteContract, headers: Record<string, string>, body: string | undefined = undefined) {
  const path = route.path.replace(/:\w+/g, NOWHERE[route.tag] ?? "00000000-0000-4000-8000-000000000000");
  const sent = body ?? (route.body ? JSON.stringify({ surplus: 1 }) : undefined);
  const answer = await fetch(`${server.url}${path}`, {
    method: route.method,
    headers: { ...headers, ...(sent === undefined ? {} : { "content-type": "application/json" }) },
    ...(sent === undefined ? {} : { body: sent }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  // Never a trace of the inside.
  expect(text).not.toMatch(/\bat .*\.ts:\d+|node_modules|select .* from/);
  return { status: answer.status, code: answer.ok ? null : (JSON.parse(text) as { code: string }).code };
}

const guarded = allRoutes.filter(({ permission }) => permission.kind !== "public");
const OWN = { "sec-fetch-site": "same-origin" };

describe.each(guarded)("$method $path", (route) => {
  const { permission } = route;
  const roles: readonly Role[] = permission.kind === "public" ? [] : permission.roles;

  it("is for nobody without a session or token, nor with a foreign one", async () => {
    const refused = { status: 401, code: "unauthenticated" };
    expect(await ask(route, OWN)).toEqual(refused);
    expect(await ask(route, { ...OWN, cookie: `larkbridge=${randomBytes(32).toString("base64url")}` })).toEqual(
      refused,
    );
    expect(await ask(route, { authorization: "Bearer lbt_foreign" })).toEqual(refused);
  });

  it("is for the roles it names, never fails, and tells a malformed body", async () => {
    for (const role of ROLES) {
      const headers = { ...OWN, cookie: await sessionOf(role) };
      const answer = await ask(route, headers);
      if (!roles.includes(role)) {
        expect({ role, ...answer }).toEqual({ role, status: 403, code: "forbidden" });
        continue;
      }
      expect([401, 403, 500], `${role}: ${answer.status} ${answer.code}`).not.toContain(answer.status);
      expect(answer.status).toBeLessThan(500);
      if (!route.body) continue;
      const malformed = await ask(route, { ...OWN, cookie: await sessionOf(role) }, '{"cut":');
      expect(malformed).toEqual({ status: 400, code: "body_malformed" });
    }
  });
});
