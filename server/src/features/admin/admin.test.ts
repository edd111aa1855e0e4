import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { verifyPassword } from "../../platform/crypto/password.ts";
import { hashToken } from "../../platform/crypto/token.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { appendAudit, makeAuditRecords } from "./audit-store.ts";
import { bootstrapOwner } from "./owner-store.ts";
import { bootstrapToken, makeApiTokens } from "./token-store.ts";

const actor: Actor = { kind: "system", id: null, name: "test" };
const now = "2026-05-01T00:00:00.000Z" as Instant;
let database: OpenDatabase;
let clock = now;
const tokens = () => makeApiTokens(database.kysely, { now: () => clock });

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("API tokens", () => {
  it("shows a token's secret once and keeps only its hash", async () => {
    const { token, secret } = await tokens().create({ name: "ci", scopes: ["sync:run"], expiresAt: null }, actor);
    expect(await tokens().findByHash(hashToken(secret))).toMatchObject({ id: token.id, scopes: ["sync:run"] });
    const { rows } = await database.pool.query("select * from api_token where id = $1", [token.id]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it("knows no token that is revoked, expired or foreign", async () => {
    const revoked = await tokens().create({ name: "a", scopes: [], expiresAt: null }, actor);
    await tokens().revoke(revoked.token.id, actor);
    const expired = await tokens().create({ name: "b", scopes: [], expiresAt: now }, actor);
    for (const secret of [revoked.secret, expired.secret, "lbt_foreign"])
      expect(await tokens().findByHash(hashToken(secret))).toBeUndefined();
  });

  it("remembers when a token was last used, at most once a minute", async () => {
    const { secret } = await tokens().create({ name: "used", scopes: [], expiresAt: null }, actor);
    const use = async (at: string) => {
      clock = at as Instant;
      await tokens().findByHash(hashToken(secret));
      return (await tokens().findByHash(hashToken(secret)))?.lastUsedAt;
    };
    expect(await use("2026-05-01T01:00:00.000Z")).toBe("2026-05-01T01:00:00.000Z");
    expect(await use("2026-05-01T01:00:59.000Z")).toBe("2026-05-01T01:00:00.000Z");
    expect(await use("2026-05-01T01:01:01.000Z")).toBe("2026-05-01T01:01:01.000Z");
    clock = now;
  });

  it("keeps the configuration's token revoked however often the server starts", async () => {
    await bootstrapToken(database.kysely, "token-of-the-configuration");
    const found = await tokens().findByHash(hashToken("token-of-the-configuration"));
    expect(found?.scopes).toEqual(["admin"]);
    await tokens().revoke(found?.id ?? "", actor);
    await bootstrapToken(database.kysely, "token-of-the-configuration");
    expect(await tokens().findByHash(hashToken("token-of-the-configuration"))).toBeUndefined();
  });

  it("answers an id that is no id like one that does not exist", async () => {
    expect(await tokens().revoke("'; drop table api_token", actor)).toEqual({
      ok: false,
      error: { code: "api_token_not_found" },
    });
  });
});

describe("the audit log", () => {
  it("pages through everything once, newest first, and filters", async () => {
    for (let at = 0; at < 5; at++)
      await appendAudit(database.kysely, {
        actor,
        action: "test.done",
        objectKind: "thing",
        objectId: `${at}`,
        after: { at },
      });
    const audit = makeAuditRecords(database.kysely);
    const seen: (string | null)[] = [];
    for (let cursor: string | null = null; ; ) {
      const page = await audit.list({ action: "test.done" }, { limit: 2, cursor });
      if (!page.ok) throw new Error(page.error.code);
      seen.push(...page.value.items.map(({ objectId }) => objectId));
      cursor = page.value.nextCursor;
      if (cursor === null) break;
    }
    expect(seen).toEqual(["4", "3", "2", "1", "0"]);
    expect(await audit.list({}, { limit: 2, cursor: "1 or 1=1" })).toEqual({
      ok: false,
      error: { code: "cursor_invalid" },
    });
  });
});

describe("the first owner", () => {
  it("is made once, whoever starts first, and keeps the first password", async () => {
    const made = await Promise.all(
      ["one", "two"].map((password) => bootstrapOwner(database.kysely, { username: "root", password })),
    );
    expect(made.filter(Boolean).length).toBe(1);
    const { rows } = await database.pool.query("select username, role, password_hash from directory_user");
    expect(rows).toMatchObject([{ username: "root", role: "owner" }]);
    const first = made[0] ? "one" : "two";
    expect(await verifyPassword(rows[0].password_hash, first)).toBe(true);
    expect(await bootstrapOwner(database.kysely, { username: "other", password: "three" })).toBe(false);
  });
});
