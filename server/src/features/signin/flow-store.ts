import type { Kysely } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { plus } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import { hashToken, newSecret } from "../../platform/crypto/token.ts";
import type { DB } from "../../platform/db/schema.ts";
import { type AppChoice, FLOW_MS, type Flow, type Outcome, type Purpose } from "./ports.ts";

/** The table `feishu_sign_in`: sign-ins under way, and how they ended. */
export interface FlowStore {
  /** Remembers a flow and returns its state, which travels to Feishu and back. */
  open(flow: Omit<Flow, "stateHash">, browserSecret: string, now: Instant): Promise<string>;
  /** Spends a flow: undefined when it is unknown, over, spent, or another browser's. */
  spend(state: string, browserSecret: string, now: Instant): Promise<Flow | undefined>;
  /** Notes how a flow ended; null for one that was never found. */
  close(flow: Flow | null, browserSecret: string, outcome: Outcome, now: Instant): Promise<void>;
  findOutcome(browserSecret: string, now: Instant): Promise<Outcome | undefined>;
}

const place = (stateHash: Buffer) => ({
  table: "feishu_sign_in",
  column: "code_verifier",
  row: stateHash.toString("hex"),
});

export function makeFlowStore(db: Kysely<DB>, box: SecretBox): FlowStore {
  const insert = (state: string, flow: Omit<Flow, "stateHash">, browserSecret: string, now: Instant) => {
    const stateHash = hashToken(state);
    return db.insertInto("feishu_sign_in").values({
      state_hash: stateHash,
      browser_hash: hashToken(browserSecret),
      purpose: flow.purpose,
      app: flow.app,
      code_verifier: flow.codeVerifier === null ? null : box.seal(flow.codeVerifier, place(stateHash)),
      session_id: flow.sessionId,
      return_to: flow.returnTo,
      created_at: now,
      expires_at: plus(now, FLOW_MS),
    });
  };
  return {
    async open(flow, browserSecret, now) {
      const state = newSecret();
      await insert(state, flow, browserSecret, now).execute();
      return state;
    },
    async spend(state, browserSecret, now) {
      const row = await db
        .updateTable("feishu_sign_in")
        .set({ used_at: now })
        .where("state_hash", "=", hashToken(state))
        .where("browser_hash", "=", hashToken(browserSecret))
        .where("used_at", "is", null)
        .where("expires_at", ">", new Date(now))
        .returningAll()
        .executeTakeFirst();
      if (!row) return undefined;
      const verifier = row.code_verifier === null ? null : box.open(row.code_verifier, place(row.state_hash));
      // The master key was checked at start: this is damage, not a mistake somebody could cure.
      if (verifier?.ok === false) throw new Error(`A sign-in's verifier does not open: ${verifier.error}`);
      return {
        stateHash: row.state_hash,
        purpose: row.purpose as Purpose,
        app: row.app as AppChoice,
        codeVerifier: verifier?.value ?? null,
        sessionId: row.session_id,
        returnTo: row.return_to,
      };
    },
    async close(flow, browserSecret, outcome, now) {
      const told = JSON.stringify(outcome);
      if (flow)
        await db
          .updateTable("feishu_sign_in")
          .set({ outcome: told })
          .where("state_hash", "=", flow.stateHash)
          .execute();
      else {
        const nothing = { purpose: outcome.purpose, app: "integration", codeVerifier: null, sessionId: null } as const;
        const values = insert(newSecret(), { ...nothing, returnTo: outcome.returnTo }, browserSecret, now);
        const { stateHash } = await values.returning("state_hash as stateHash").executeTakeFirstOrThrow();
        await db
          .updateTable("feishu_sign_in")
          .set({ outcome: told, used_at: now })
          .where("state_hash", "=", stateHash)
          .execute();
      }
    },
    async findOutcome(browserSecret, now) {
      const row = await db
        .selectFrom("feishu_sign_in")
        .select("outcome")
        .where("browser_hash", "=", hashToken(browserSecret))
        .where("outcome", "is not", null)
        .where("expires_at", ">", new Date(now))
        .orderBy("used_at", "desc")
        .limit(1)
        .executeTakeFirst();
      // Written by `close` alone, in this very shape.
      return row ? (row.outcome as unknown as Outcome) : undefined;
    },
  };
}
