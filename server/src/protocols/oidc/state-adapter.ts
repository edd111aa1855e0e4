import { createHash } from "node:crypto";
import { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import type { Json } from "../../core/kernel/json.ts";
import { type Clock, plus } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { consumeState, deleteGrant, deleteState, findState, type StoredState, saveState } from "./state-store.ts";

export interface StateParts {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  readonly box: SecretBox;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ids have 256 random bits or so: a plain hash hides them. */
const hashId = (id: string) => createHash("sha256").update(id, "utf8").digest("base64url");

/**
 * Keeps one model of the library in the table that all share. Whoever reads the table, or a backup of it, holds no code and
 * no token: ids are hashed, payloads sealed under the master key.
 */
export class StateAdapter implements Adapter {
  readonly #model: string;
  readonly #parts: StateParts;

  constructor(model: string, parts: StateParts) {
    this.#model = model;
    this.#parts = parts;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { db, box, clock } = this.#parts;
    const hashed = hashId(id);
    await saveState(db, {
      model: this.#model,
      id: hashed,
      payload: box.seal(JSON.stringify(payload), this.#place(hashed)),
      // A grant is not given out under itself: it is destroyed by its id.
      grantId: payload.grantId ?? null,
      userCode: payload.userCode === undefined ? null : hashId(payload.userCode),
      sessionId: sessionOf(this.#model, payload),
      userId: payload.accountId ?? null,
      clientId: payload.clientId ?? null,
      expiresAt: expiresIn === undefined ? null : plus(clock.now(), expiresIn * 1000),
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#open(await findState(this.#parts.db, this.#model, { id: hashId(id) }));
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#open(await findState(this.#parts.db, this.#model, { userCode: hashId(userCode) }));
  }

  /** Sessions are found by their cookie only. */
  async findByUid(): Promise<undefined> {
    return undefined;
  }

  /** The library looks first and marks later: of two requests that come at once the second is a replay (RFC 6749 10.5). */
  async consume(id: string): Promise<void> {
    const { db, clock } = this.#parts;
    const done = await consumeState(db, this.#model, hashId(id), clock.now());
    if (done === "consumed") return;
    if (done.spent.grantId !== null) await this.revokeByGrantId(done.spent.grantId);
    throw new errors.InvalidGrant("already used");
  }

  async destroy(id: string): Promise<void> {
    await deleteState(this.#parts.db, this.#model, hashId(id));
  }

  /** Of every model at once, the grant included. */
  async revokeByGrantId(grantId: string): Promise<void> {
    await deleteGrant(this.#parts.db, grantId);
    await deleteState(this.#parts.db, "Grant", hashId(grantId));
  }

  #open(stored: StoredState | undefined): AdapterPayload | undefined {
    if (!stored) return undefined;
    const opened = this.#parts.box.open(stored.payload, this.#place(stored.id));
    if (!opened.ok) throw new Error(`what the OpenID provider remembers cannot be read: ${opened.error}`);
    const payload = JSON.parse(opened.value) as { [key: string]: Json };
    return stored.consumed === null ? payload : { ...payload, consumed: stored.consumed };
  }

  #place(hashed: string) {
    return { table: "oidc_state", column: "payload", row: `${this.#model}/${hashed}` };
  }
}

/**
 * The session of ours a row ends with. The library's own session carries that id as its uid (bind-sessions.ts), and tokens
 * name it. What was asked for with offline_access outlives the browser (OpenID Connect Core 1.0 section 11), its code does not.
 */
function sessionOf(model: string, payload: AdapterPayload): string | null {
  const id = model === "Session" ? payload.uid : payload.sessionUid;
  if (id === undefined || !UUID.test(id)) return null;
  const offline = payload.scope?.split(" ").includes("offline_access") ?? false;
  return offline && (model === "AccessToken" || model === "RefreshToken") ? null : id;
}
