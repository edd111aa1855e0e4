/** A key that signs id tokens and logout tokens; times in milliseconds since 1970. */
export interface SigningKeyRecord {
  readonly id: string;
  /** `next` is published ahead, so that applications know it before it signs; `retired` still proves what it signed. */
  readonly state: "next" | "signing" | "retired";
  readonly signsSince: number | null;
  readonly retiredAt: number | null;
}

/** What has to happen to the keys; `make` is done after the other steps. */
export interface SigningKeyPlan {
  readonly retire: string | null;
  /** The key that signs from now on. */
  readonly promote: string | null;
  readonly make: readonly ("signing" | "next")[];
  readonly forget: readonly string[];
}

const DAY_MS = 24 * 60 * 60 * 1000;
const SIGNS_FOR_MS = 90 * DAY_MS;
/** An id token names who signs out for as long as a session of ours lasts (7 days), and longer than it is valid itself. */
const PROVES_FOR_MS = 8 * DAY_MS;

/**
 * Plans what the signing keys need (OpenID Connect Core 1.0 section 10.1.1): one that signs, one published ahead, and those
 * before for as long as what they signed may be shown.
 *
 * @param rotate whether an operator asked for the next key now
 */
export function planSigningKeys(keys: readonly SigningKeyRecord[], now: number, rotate: boolean): SigningKeyPlan {
  const signing = keys.find(({ state }) => state === "signing");
  const next = keys.find(({ state }) => state === "next");
  const turns = signing !== undefined && (rotate || now - (signing.signsSince ?? now) >= SIGNS_FOR_MS);
  const promote = (signing === undefined || turns) && next !== undefined ? next.id : null;
  const make: ("signing" | "next")[] = [];
  if ((signing === undefined || turns) && next === undefined) make.push("signing");
  if (next === undefined || promote !== null) make.push("next");
  return {
    retire: turns ? signing.id : null,
    promote,
    make,
    forget: keys.filter(({ retiredAt }) => retiredAt !== null && now - retiredAt > PROVES_FOR_MS).map(({ id }) => id),
  };
}

/** Whether a plan changes nothing. */
export function isIdle(plan: SigningKeyPlan): boolean {
  return plan.retire === null && plan.promote === null && plan.make.length === 0 && plan.forget.length === 0;
}
