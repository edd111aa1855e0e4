import { nextDelivery } from "../../core/signin/logout-delivery.ts";
import { type Clock, instantAt, plus } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { Logger } from "../../platform/log/logger.ts";
import { claimEnded, type EndedLogin, retryLogin, settleLogin } from "./login-store.ts";
import { signLogoutToken } from "./logout-token.ts";
import type { SigningKeys } from "./signing-keys.ts";

const TIMEOUT_MS = 5000;
/** A process that dies while it sends leaves the rest to another after so long. */
const LEASE_MS = 60_000;
const AT_ONCE = 50;

export interface DeliveryParts {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  readonly keys: SigningKeys;
  readonly issuer: () => Promise<string>;
  readonly log: Logger;
  /** How long an application has to answer; 5 seconds. */
  readonly timeoutMs?: number;
}

/**
 * Tells applications of the sign-ins that ended, as far as that is due (OpenID Connect Back-Channel Logout 1.0). Any number
 * of processes may do so at once.
 *
 * @returns how many were taken up
 */
export async function deliverLogouts(parts: DeliveryParts): Promise<number> {
  const now = parts.clock.now();
  const ended = await claimEnded(parts.db, now, plus(now, LEASE_MS), AT_ONCE);
  await Promise.all(ended.map((login) => deliver(parts, login)));
  return ended.length;
}

async function deliver(parts: DeliveryParts, login: EndedLogin): Promise<void> {
  const { db, clock, keys, issuer, log, timeoutMs = TIMEOUT_MS } = parts;
  const { uri, clientId, userId, sid } = login;
  if (uri === null) return settleLogin(db, login.id, clock.now(), null);
  const [signing] = (await keys.read()).keys;
  if (!signing) throw new Error("no key signs");
  const issuedAt = Math.floor(Date.parse(clock.now()) / 1000);
  const token = await signLogoutToken({ issuer: await issuer(), clientId, userId, sid, issuedAt }, signing.jwk);
  const failure = await send(uri, token, timeoutMs);
  const now = clock.now();
  if (failure === null) return settleLogin(db, login.id, now, null);
  const next = nextDelivery(login.attempts, Date.parse(login.endedAt), Date.parse(now));
  log.warn(
    { client: clientId, attempts: login.attempts, reason: failure, given_up: next === null },
    "logout not delivered",
  );
  if (next === null) await settleLogin(db, login.id, now, failure);
  else await retryLogin(db, login.id, instantAt(next), failure);
}

/** Null when it arrived, else why not. No redirect is followed: the address that is registered is the one that is told. */
async function send(uri: string, token: string, timeoutMs: number): Promise<string | null> {
  try {
    const answer = await fetch(uri, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ logout_token: token }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    return answer.ok ? null : `HTTP ${answer.status}`;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    const { cause } = error;
    return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
  }
}
