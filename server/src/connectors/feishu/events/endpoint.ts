import { z } from "zod";
import type { Exchange } from "../exchange.ts";
import { FeishuFailure } from "../failure.ts";
import type { FeishuCode } from "../failure-text.ts";
import { DEFAULT_PACE, type Pace } from "./reconnect.ts";

/** Whose connection it is. */
export interface ConnectionApp {
  readonly openUrl: string;
  readonly appId: string;
  readonly appSecret: string;
}

/** An address that is good for one connection. It holds a ticket: never log it. */
export interface ConnectionAddress {
  readonly url: string;
  /** Goes into every frame of ours. */
  readonly service: number;
  readonly pace: Pace;
}

const API = "callback/ws/endpoint";
const TIMEOUT_MS = 15_000;

const seconds = z.number().nonnegative().max(86_400);
/** Also part of every pong; what is left out stays as it was. */
export const clientConfig = z.object({
  PingInterval: seconds.min(1).optional(),
  ReconnectInterval: seconds.optional(),
  ReconnectNonce: seconds.optional(),
});
const answer = z.object({
  code: z.int(),
  data: z.object({ URL: z.url().optional(), ClientConfig: clientConfig.nullish() }).nullish(),
});

/** Feishu's codes of the address and of the handshake (feishu contract 9.1). */
const CODES: Readonly<Record<number, FeishuCode>> = {
  1: "feishu_server_error",
  403: "feishu_request_refused",
  514: "feishu_secret_wrong",
  1000040343: "feishu_server_error",
  1000040344: "feishu_request_refused",
  1000040346: "feishu_app_unknown",
  1000040350: "feishu_connections_exhausted",
};

/**
 * Asks for the address of a connection.
 *
 * @throws FeishuFailure; the signal's reason when it fires
 */
export async function askForAddress(
  exchange: Exchange,
  { openUrl, appId, appSecret }: ConnectionApp,
  signal: AbortSignal,
): Promise<ConnectionAddress> {
  const body = JSON.stringify({ AppID: appId, AppSecret: appSecret });
  const base = openUrl.replace(/\/+$/, "");
  const received = await exchange.send({
    api: API,
    url: `${base}/${API}`,
    method: "POST",
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Length": String(Buffer.byteLength(body)),
      "User-Agent": "larkbridge",
      locale: "zh",
    },
    body,
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  const { status } = received;
  const detail = { api: API, host: new URL(base).host };
  if (status === 429) throw new FeishuFailure("feishu_rate_limited", { ...detail, status });
  if (status >= 500) throw new FeishuFailure("feishu_server_error", { ...detail, status });
  const parsed = answer.safeParse(parse(received.body));
  if (!parsed.success) throw new FeishuFailure("feishu_answer_invalid", { ...detail, status });
  const { code, data } = parsed.data;
  if (code !== 0) throw connectionFailure(code, detail);
  const address = data?.URL === undefined ? undefined : readAddress(data.URL, base);
  if (address === undefined) throw new FeishuFailure("feishu_answer_invalid", { ...detail, cause: "no address" });
  return { ...address, pace: withConfig(DEFAULT_PACE, data?.ClientConfig ?? {}) };
}

/** What one of Feishu's codes for the connection means. */
export function connectionFailure(
  code: number,
  detail: { readonly api?: string; readonly host?: string; readonly status?: number },
): FeishuFailure {
  return new FeishuFailure(CODES[code] ?? "feishu_request_refused", { ...detail, feishu_code: code });
}

/** The pace after Feishu said something about it. */
export function withConfig(pace: Pace, told: z.infer<typeof clientConfig>): Pace {
  return {
    pingSeconds: told.PingInterval ?? pace.pingSeconds,
    intervalSeconds: told.ReconnectInterval ?? pace.intervalSeconds,
    nonceSeconds: told.ReconnectNonce ?? pace.nonceSeconds,
  };
}

/** An address without TLS is taken only from a host that is itself asked without. */
function readAddress(text: string, base: string): Pick<ConnectionAddress, "url" | "service"> | undefined {
  const url = new URL(text);
  const isAllowed = url.protocol === "wss:" || (url.protocol === "ws:" && base.startsWith("http:"));
  const service = url.searchParams.get("service_id") ?? "";
  return isAllowed && /^\d{1,10}$/.test(service) ? { url: text, service: Number(service) } : undefined;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
