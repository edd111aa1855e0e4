import { z } from "zod";
import type { Timing } from "./timing.ts";
import type { Transport } from "./transport.ts";

/** A token is renewed this long before it ends, so that none expires on its way (feishu contract 2.2: at most 2 h of life). */
const MARGIN_MS = 180_000;

const API = "auth/v3/tenant_access_token/internal";
/** Flat, unlike other answers (feishu contract 2.1); `expire` in seconds. */
const answer = z.object({ tenant_access_token: z.string().min(1), expire: z.number().nonnegative() });

/** The tenant access token of one connection. */
export interface AccessToken {
  /** The token, asked for when there is none; those who wait for it at the same time share one request. */
  get(): Promise<string>;
  /** Names the token in use now, to hand back to `renew`. */
  readonly generation: number;
  /** Forgets the token, unless somebody else already did since that generation. */
  renew(generation: number): void;
  /** Requests to the token endpoint so far. */
  readonly requests: number;
}

/** @param credentials of a custom app */
export function createAccessToken(
  transport: Transport,
  credentials: { readonly appId: string; readonly appSecret: string },
  timing: Timing,
): AccessToken {
  let token: { readonly text: string; readonly until: number } | null = null;
  let pending: Promise<string> | null = null;
  let generation = 0;
  let requests = 0;

  async function request(): Promise<string> {
    requests++;
    const asked = generation;
    const body = { app_id: credentials.appId, app_secret: credentials.appSecret };
    const { tenant_access_token: text, expire } = await transport.send({ api: API, method: "POST", body, answer });
    const life = expire * 1000;
    // A token that lives for less than the margin would be asked for anew at every call: keep nine tenths of its life.
    if (asked === generation) token = { text, until: timing.now() + Math.max(life - MARGIN_MS, life * 0.9) };
    return text;
  }

  return {
    async get() {
      if (token !== null && timing.now() < token.until) return token.text;
      pending ??= request().finally(() => {
        pending = null;
      });
      return pending;
    },
    get generation() {
      return generation;
    },
    renew(seen) {
      if (seen !== generation) return;
      generation++;
      token = null;
    },
    get requests() {
      return requests;
    },
  };
}
