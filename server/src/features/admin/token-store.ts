import { type Kysely, type Selectable, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { hashToken, newApiToken } from "../../platform/crypto/token.ts";
import type { DB, ApiToken as TokenRow } from "../../platform/db/schema.ts";
import { decodeCursor, encodeCursor } from "../directory/index.ts";
import { appendAudit } from "./audit-store.ts";
import type { ApiToken, ApiTokens, TokenScope } from "./ports.ts";

/** Looks a presented token up by its SHA-256: an index on 256 random bits tells nothing by its timing. */
export interface TokenLookup {
  /** The token, unless it is unknown, revoked or expired. Remembers when it was last used, to the minute. */
  findByHash(hash: Uint8Array): Promise<ApiToken | undefined>;
}

/** API tokens of product.md 5.16. */
export function makeApiTokens(db: Kysely<DB>, clock: Clock): ApiTokens & TokenLookup {
  return {
    async list({ limit, cursor }) {
      // Tokens made in one instant are told apart by their ids; microseconds, because a Date would lose them.
      const place = cursor === null ? null : decodeCursor(cursor, ["number", "uuid"]);
      if (place === undefined) return err({ code: "cursor_invalid" });
      const micros = sql<number>`(extract(epoch from created_at) * 1000000)::bigint`;
      let query = db
        .selectFrom("api_token")
        .selectAll()
        .select(micros.as("micros"))
        .orderBy(micros, "desc")
        .orderBy("id", "desc")
        .limit(limit + 1);
      if (place !== null) query = query.where(sql<boolean>`(${micros}, id) < (${place[0]}::bigint, ${place[1]}::uuid)`);
      const rows = await query.execute();
      const last = rows.slice(0, limit).at(-1);
      return ok({
        items: rows.slice(0, limit).map(toToken),
        nextCursor: rows.length > limit && last ? encodeCursor([last.micros, last.id]) : null,
        total: null,
      });
    },
    async create({ name, scopes, expiresAt }, actor) {
      const secret = newApiToken();
      const token = await db.transaction().execute(async (tx) => {
        const row = await tx
          .insertInto("api_token")
          .values({
            name,
            scopes: [...scopes],
            expires_at: expiresAt,
            token_hash: hashToken(secret),
            created_by: JSON.stringify(actor),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await appendAudit(tx, {
          actor,
          action: "api_token.created",
          objectKind: "api_token",
          objectId: row.id,
          after: { name, scopes, expires_at: expiresAt },
        });
        return toToken(row);
      });
      return { token, secret };
    },
    async revoke(id, actor) {
      if (!/^[0-9a-f-]{36}$/i.test(id)) return err({ code: "api_token_not_found" });
      return db.transaction().execute(async (tx) => {
        const row = await tx.selectFrom("api_token").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
        if (!row) return err({ code: "api_token_not_found" as const });
        if (row.revoked_at) return ok(toToken(row));
        const revoked = await tx
          .updateTable("api_token")
          .set({ revoked_at: clock.now() })
          .where("id", "=", id)
          .returningAll()
          .executeTakeFirstOrThrow();
        await appendAudit(tx, {
          actor,
          action: "api_token.revoked",
          objectKind: "api_token",
          objectId: id,
          before: { name: row.name },
        });
        return ok(toToken(revoked));
      });
    },
    async findByHash(hash) {
      const row = await db
        .selectFrom("api_token")
        .selectAll()
        .where("token_hash", "=", Buffer.from(hash))
        .executeTakeFirst();
      const at = clock.now();
      if (!row || row.revoked_at || (row.expires_at && row.expires_at.toISOString() <= at)) return undefined;
      await db
        .updateTable("api_token")
        .set({ last_used_at: at })
        .where("id", "=", row.id)
        .where((where) =>
          where.or([where("last_used_at", "is", null), where("last_used_at", "<", new Date(Date.parse(at) - 60_000))]),
        )
        .execute();
      return toToken(row);
    },
  };
}

/**
 * Takes the token of the configuration (`LARKBRIDGE_API_TOKEN`) in: full access, made once, revocable like any other.
 * A token that was revoked stays revoked however often the server starts.
 */
export async function bootstrapToken(db: Kysely<DB>, token: string): Promise<void> {
  const actor: Actor = { kind: "system", id: null, name: "configuration" };
  const scopes: TokenScope[] = ["admin"];
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .insertInto("api_token")
      .values({
        name: "bootstrap",
        scopes,
        bootstrap: true,
        token_hash: hashToken(token),
        created_by: JSON.stringify(actor),
      })
      .onConflict((conflict) => conflict.column("token_hash").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (row)
      await appendAudit(tx, {
        actor,
        action: "api_token.created",
        objectKind: "api_token",
        objectId: row.id,
        after: { name: "bootstrap", scopes },
      });
  });
}

function toToken(row: Selectable<TokenRow>): ApiToken {
  const instant = (date: Date | null) => (date === null ? null : (date.toISOString() as Instant));
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes as TokenScope[],
    bootstrap: row.bootstrap,
    createdBy: row.created_by as unknown as Actor,
    createdAt: row.created_at.toISOString() as Instant,
    expiresAt: instant(row.expires_at),
    lastUsedAt: instant(row.last_used_at),
    revokedAt: instant(row.revoked_at),
  };
}
