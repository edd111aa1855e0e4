import type { z } from "zod";
import { type AccessToken, createAccessToken } from "./access-token.ts";
import { openExchange } from "./exchange.ts";
import { isFailure, isWorthRetrying } from "./failure.ts";
import { createLimiter, type Limiter, Patience, type RateLimit } from "./limiter.ts";
import type { QueryParameters } from "./query.ts";
import { systemTiming, type Timing } from "./timing.ts";
import { createTransport, type Transport } from "./transport.ts";

/** How a client speaks to its app; nothing secret. */
export interface ClientSettings {
  /** Base of the OpenAPI, e.g. `https://open.feishu.cn`. */
  readonly openUrl: string;
  readonly appId: string;
  /** For one attempt. */
  readonly timeoutMs: number;
  /** First pause before trying again after trouble, doubled each time. */
  readonly retryMs: number;
}

/** 15 s for an attempt and 500 ms before the second where nothing else is said. */
export interface FeishuClientOptions
  extends Pick<ClientSettings, "openUrl" | "appId">,
    Partial<Pick<ClientSettings, "timeoutMs" | "retryMs">> {
  readonly appSecret: string;
  readonly rateLimit: RateLimit;
  readonly timing?: Timing;
}

/** What a client passes before each request: the app's limits, and the token. One per app and process. */
export interface Gate {
  readonly limiter: Limiter;
  readonly token: AccessToken;
}

/** One question to the platform. */
export interface ApiCall<Reply> {
  /** Name for limits, counts and failures: the path with `:id` in place of ids. */
  readonly api: string;
  /** Below `/open-apis/`; the API's name where absent. Ids in it are percent-encoded already. */
  readonly path?: string;
  readonly params?: QueryParameters;
  /** Makes it a POST, or what `method` says. */
  readonly body?: unknown;
  readonly method?: "PATCH";
  /** The person a message goes to, or the card that is changed: there is a limit for each. */
  readonly receiver?: string;
  /** In whose name: the app's where absent, a person's who signed in, or nobody's where the body proves the app. */
  readonly as?: { readonly userToken: string } | "nobody";
  /** Spends something that opens once, or is tried again by the caller: trouble on the way is told, not tried again. */
  readonly once?: true;
  /** Of the whole body. */
  readonly answer: z.ZodType<Reply>;
}

/** Counts the requests of one reading, tries included, by API (product.md 5.13). */
export class CallMeter {
  readonly perApi = new Map<string, number>();

  count(api: string): void {
    this.perApi.set(api, (this.perApi.get(api) ?? 0) + 1);
  }

  get total(): number {
    let total = 0;
    for (const calls of this.perApi.values()) total += calls;
    return total;
  }
}

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly meter?: CallMeter;
}

/** A connection to one Feishu app. */
export interface FeishuClient {
  readonly settings: ClientSettings;
  readonly gate: Gate;
  /**
   * Asks, waits for its turn, tries again where that may help, and parses the answer.
   *
   * @throws FeishuFailure; the signal's reason when it fires
   */
  call<Reply>(call: ApiCall<Reply>, options: CallOptions): Promise<Reply>;
  /** Requests to the token endpoint so far. Callers share them, so no meter counts them. */
  readonly tokenRequests: number;
  /** Closes idle connections, and those in use once they are done. Calls under way go on. */
  close(): void;
}

/** Tries in all for trouble on the way (5xx, timeouts, resets, cut or senseless answers). */
const MAX_TRIES = 4;
/**
 * After a 429 for a message. Processes send side by side under limits of their own, so the app's minute may be used up by all of them
 * together; one that comes back as soon as a single message fits is refused again with all others it has in flight.
 */
const SHARED_PAUSE_MS = 1_000;
/** Requests in flight at once: enough for 50 a second at half a second's delay. */
const MAX_IN_FLIGHT = 32;

/** Opens a connection. Nothing is sent before the first call. */
export function createFeishuClient(options: FeishuClientOptions): FeishuClient {
  const { openUrl, appId, timeoutMs = 15_000, retryMs = 500, timing = systemTiming } = options;
  const settings = { openUrl: openUrl.replace(/\/+$/, ""), appId, timeoutMs, retryMs };
  return clientOf(settings, timing, (transport) => ({
    limiter: createLimiter(options.rateLimit, MAX_IN_FLIGHT, timing),
    token: createAccessToken(transport, options, timing),
  }));
}

/** A second client of a connection, with sockets of its own, behind the first one's gate. */
export function createClientBehind(gate: Gate, settings: ClientSettings): FeishuClient {
  return clientOf(settings, systemTiming, () => gate);
}

function clientOf(settings: ClientSettings, timing: Timing, gateFor: (transport: Transport) => Gate): FeishuClient {
  const { openUrl, timeoutMs, retryMs } = settings;
  const exchange = openExchange(MAX_IN_FLIGHT);
  const transport = createTransport(exchange, openUrl, timeoutMs);
  const gate = gateFor(transport);
  const { limiter, token } = gate;

  async function attempt<Reply>(call: ApiCall<Reply>, { signal, meter }: CallOptions): Promise<Reply> {
    const leave = await limiter.enter(call.api, signal, call.receiver);
    try {
      const { api, path, params, body, method, as, answer } = call;
      const presented = as === undefined ? await token.get() : as === "nobody" ? undefined : as.userToken;
      signal.throwIfAborted();
      meter?.count(api);
      return await transport.send({
        api,
        answer,
        signal,
        ...(presented === undefined ? {} : { token: presented }),
        ...(body === undefined ? {} : { method: method ?? ("POST" as const), body }),
        ...(path === undefined ? {} : { path }),
        ...(params === undefined ? {} : { params }),
      });
    } finally {
      leave();
    }
  }

  async function call<Reply>(question: ApiCall<Reply>, callOptions: CallOptions): Promise<Reply> {
    const patience = new Patience();
    let tries = 0;
    let renewed = false;
    for (;;) {
      const { generation } = token;
      try {
        return await attempt(question, callOptions);
      } catch (error) {
        callOptions.signal.throwIfAborted();
        if (!isFailure(error)) throw error;
        if (error.kind === "retry_after") {
          const wait = patience.spend(error);
          limiter.pause(question.api, question.receiver === undefined ? wait : Math.max(wait, SHARED_PAUSE_MS));
        } else if (error.code === "feishu_token_refused" && !renewed && question.as === undefined) {
          // Nothing was done, so even what is asked once may be asked again.
          renewed = true;
          token.renew(generation);
        } else if (question.once === true) {
          throw error;
        } else if (isWorthRetrying(error) && ++tries < MAX_TRIES) {
          await timing.sleep(retryMs * 2 ** (tries - 1) * (0.5 + timing.random()), callOptions.signal);
        } else {
          throw error;
        }
      }
    }
  }

  return {
    settings,
    gate,
    call,
    get tokenRequests() {
      return token.requests;
    },
    close: () => exchange.close(),
  };
}
