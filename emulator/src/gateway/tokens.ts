import { randomBytes } from "node:crypto";
import { bearerToken } from "./bearer.ts";
import { ApiFailure } from "./failure.ts";

interface IssuedToken {
  readonly text: string;
  readonly appId: string;
  readonly expiresAt: number;
}

/** While this much is left, the same token is handed out again (feishu-contract 2.2). */
const RENEWAL_MS = 30 * 60 * 1000;

/** Tenant access tokens: issued, found again, expired, revoked. Old and new ones are valid side by side. */
export class Tokens {
  /** Lifetime of tokens issued from now on. */
  lifetimeSeconds = 7200;
  readonly #latest = new Map<string, IssuedToken>();
  readonly #valid = new Map<string, IssuedToken>();

  /** The token of an app and its remaining seconds. */
  issue(appId: string, now: number): { token: string; expire: number } {
    const renewal = Math.min(RENEWAL_MS, (this.lifetimeSeconds * 1000) / 4);
    let issued = this.#latest.get(appId);
    if (issued === undefined || !this.#valid.has(issued.text) || issued.expiresAt - now < renewal) {
      issued = { text: `t-g1${randomBytes(19).toString("hex")}`, appId, expiresAt: now + this.lifetimeSeconds * 1000 };
      this.#latest.set(appId, issued);
      this.#valid.set(issued.text, issued);
    }
    return { token: issued.text, expire: Math.ceil((issued.expiresAt - now) / 1000) };
  }

  /**
   * Whose token an Authorization header holds.
   *
   * @throws ApiFailure 99991661 for none, 99991668 for a user token's shape, 99991663 for one that is not (any more) valid
   */
  identify(authorization: string | undefined, now: number): string {
    const text = bearerToken(authorization);
    if (text === undefined) throw tokenMissing();
    if (text.startsWith("eyJ") || text.startsWith("u-")) {
      throw new ApiFailure(
        400,
        99991668,
        "Invalid access token for authorization. Please make a request with token attached.",
      );
    }
    const issued = this.#valid.get(text);
    if (issued === undefined || issued.expiresAt <= now) {
      this.#valid.delete(text);
      throw tokenInvalid();
    }
    return issued.appId;
  }

  revoke(authorization: string | undefined): void {
    this.#valid.delete(bearerToken(authorization) ?? "");
  }

  revokeAll(): void {
    this.#valid.clear();
  }
}

export function tokenMissing(): ApiFailure {
  return new ApiFailure(
    400,
    99991661,
    "Missing access token for authorization. Please make a request with token attached.",
  );
}

function tokenInvalid(): ApiFailure {
  return new ApiFailure(
    400,
    99991663,
    "Invalid access token for authorization. Please make a request with token attached.",
  );
}
