/** The person's session of ours, as far as an application's request for a sign-in looks at it. */
export interface OwnSession {
  readonly userId: string;
  /** Seconds since 1970: when the person last showed who they are. */
  readonly authTime: number;
  readonly mustChangePassword: boolean;
}

/** What an application asked for that a session alone does not answer. */
export interface AskedSignIn {
  /** The person is to sign in anew, whoever is signed in (`prompt=login`, OpenID Connect Core 1.0 section 3.1.2.1). */
  readonly again: boolean;
  /** Seconds a sign-in may be old; null when it may have any age. */
  readonly maxAge: number | null;
  /** Seconds since 1970: when the application asked. */
  readonly askedAt: number;
}

/**
 * - `finish`: this session answers the request
 * - `sign_in`: nobody is signed in, or their password is to be changed first
 * - `sign_in_again`: somebody is, but the application wants to see them sign in
 */
export type InteractionDecision =
  | { readonly kind: "finish"; readonly userId: string; readonly authTime: number }
  | { readonly kind: "sign_in" | "sign_in_again" };

/** Decides what an application's request waits for; our own session is the only authority (product.md 3.4). */
export function decideInteraction(session: OwnSession | null, asked: AskedSignIn, now: number): InteractionDecision {
  if (session === null || session.mustChangePassword) return { kind: "sign_in" };
  // Whoever signed in after the application asked has done what it asked for.
  const fresh = session.authTime >= asked.askedAt;
  const tooOld = asked.maxAge !== null && now - session.authTime > asked.maxAge;
  if (!fresh && (asked.again || tooOld)) return { kind: "sign_in_again" };
  return { kind: "finish", userId: session.userId, authTime: session.authTime };
}
