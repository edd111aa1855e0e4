import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { JWK } from "jose";
import type { Actor } from "../../core/kernel/actor.ts";
import { isIdle, planSigningKeys } from "../../core/signin/signing-keys.ts";
import { appendAudit } from "../../features/admin/index.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import {
  addSigningKey,
  lockSigningKeys,
  readKeysVersion,
  readSigningKeys,
  type StoredSigningKey,
  turnSigningKeys,
} from "./signing-key-store.ts";

/** The key pairs of the provider: the one that signs first. */
export interface KeySet {
  /** Changes whenever a key does. */
  readonly version: string;
  readonly keys: readonly { readonly stored: StoredSigningKey; readonly jwk: JWK }[];
}

/** Keys that sign id tokens and logout tokens, shared by all processes through the database. */
export interface SigningKeys {
  /** As they are, or were a second ago; makes the first ones. */
  read(): Promise<KeySet>;
  /** Does what is due: every 90 days the next key signs. */
  turn(): Promise<void>;
  /** Signs with the next key from now on. */
  rotate(actor: Actor): Promise<void>;
}

/** Every client understands it (OpenID Connect Core 1.0 section 15.1). */
const ALGORITHM = "RS256";
/** So soon a process notices what another did. */
const FRESH_MS = 1000;

export function makeSigningKeys(parts: {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  readonly box: SecretBox;
}): SigningKeys {
  const { db, clock, box } = parts;
  const placeOf = (id: string) => ({ table: "signing_key", column: "private_jwk", row: id });
  let known: { readonly set: KeySet; readonly at: number } | undefined;

  const open = (stored: StoredSigningKey): JWK => {
    const opened = box.open(stored.privateJwk, placeOf(stored.id));
    if (!opened.ok) throw new Error(`the signing key ${stored.id} cannot be opened: ${opened.error}`);
    return JSON.parse(opened.value) as JWK;
  };

  const change = async (actor: Actor | null): Promise<void> => {
    const now = clock.now();
    await db.transaction().execute(async (tx) => {
      await lockSigningKeys(tx);
      const stored = await readSigningKeys(tx);
      const records = stored.map(({ id, state, signsSince, retiredAt }) => ({
        id,
        state,
        signsSince: signsSince === null ? null : Date.parse(signsSince),
        retiredAt: retiredAt === null ? null : Date.parse(retiredAt),
      }));
      const plan = planSigningKeys(records, Date.parse(now), actor !== null);
      if (isIdle(plan)) return;
      await turnSigningKeys(tx, plan, now);
      for (const state of plan.make) {
        const { id, publicJwk, privateJwk } = await makeKey();
        const sealed = box.seal(JSON.stringify(privateJwk), placeOf(id));
        await addSigningKey(tx, { id, algorithm: ALGORITHM, state, publicJwk, privateJwk: sealed }, now);
      }
      if (plan.retire !== null)
        await appendAudit(tx, {
          actor: actor ?? { kind: "system", id: null, name: "housekeeping" },
          action: "signing_keys.rotated",
          objectKind: "signing_key",
          objectId: plan.promote,
          before: { key: plan.retire },
          after: { key: plan.promote },
        });
    });
    known = undefined;
  };

  return {
    async read() {
      const now = Date.parse(clock.now());
      if (known && Math.abs(now - known.at) < FRESH_MS) return known.set;
      const version = await readKeysVersion(db);
      if (version === "") await change(null);
      if (version === "" || known?.set.version !== version) {
        const stored = await readSigningKeys(db);
        const keys = stored.map((key) => ({ stored: key, jwk: open(key) }));
        known = { set: { version: await readKeysVersion(db), keys }, at: now };
      } else known = { set: known.set, at: now };
      return known.set;
    },
    turn: () => change(null),
    rotate: (actor) => change(actor),
  };
}

async function makeKey() {
  const id = randomBytes(12).toString("base64url");
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const naming = { kid: id, alg: ALGORITHM, use: "sig" };
  return {
    id,
    privateJwk: { ...privateKey.export({ format: "jwk" }), ...naming },
    publicJwk: { ...publicKey.export({ format: "jwk" }), ...naming },
  };
}
