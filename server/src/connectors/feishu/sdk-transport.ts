import { classifyAnswer, detailOf } from "./classify.ts";
import type { Exchange, ExchangeAnswer } from "./exchange.ts";
import { FeishuFailure } from "./failure.ts";
import { type QueryParameters, toQuery } from "./query.ts";

/** What the SDK, or we through `client.request`, hand to the HTTP layer. */
export interface TransportRequest {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: { readonly [name: string]: unknown };
  readonly params?: QueryParameters;
  readonly data?: unknown;
  readonly timeout?: number;
  /** Ours, beside the SDK's own: passed through by `client.request`. */
  readonly signal?: AbortSignal;
  /** Ours: which API, where the path holds an id. */
  readonly api?: string;
}

/** The part of the SDK's `httpInstance` that its client and token code call. */
export interface SdkTransport {
  /** Resolves with the body of a success; every other answer, HTTP 200 with a code included, throws a FeishuFailure. */
  request<Body>(request: TransportRequest): Promise<Body>;
  /** The SDK's way to ask for a token. Requests at the same time share one (the SDK itself would send one each). */
  post<Body>(url: string, data?: unknown): Promise<Body>;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Builds the HTTP layer of one connection.
 *
 * @param exchange how bytes go out and in
 * @param timeoutMs for one attempt
 * @param onTokenRequest told of every request to the token endpoint
 */
export function createSdkTransport(exchange: Exchange, timeoutMs: number, onTokenRequest: () => void): SdkTransport {
  const pendingTokens = new Map<string, Promise<unknown>>();

  async function request<Body>(options: TransportRequest): Promise<Body> {
    const url = options.url ?? "";
    const api = options.api ?? apiOf(url);
    const body = options.data === undefined ? null : JSON.stringify(options.data);
    const query = options.params ? toQuery(options.params) : "";
    const answer = await exchange.send({
      api,
      url: query === "" ? url : `${url}?${query}`,
      method: (options.method ?? "GET").toUpperCase(),
      headers: headersFor(options.headers ?? {}, body),
      body,
      timeoutMs: options.timeout ?? timeoutMs,
      signal: options.signal,
    });
    return parse(api, new URL(url).host, answer) as Body;
  }

  function post<Body>(url: string, data?: unknown): Promise<Body> {
    const pending = pendingTokens.get(url);
    if (pending !== undefined) return pending as Promise<Body>;
    onTokenRequest();
    const sent = request<Body>({ url, method: "POST", data }).finally(() => pendingTokens.delete(url));
    pendingTokens.set(url, sent);
    return sent;
  }

  return { request, post };
}

function headersFor(headers: { readonly [name: string]: unknown }, body: string | null): Record<string, string> {
  const sent: Record<string, string> = { Accept: "application/json" };
  for (const [name, value] of Object.entries(headers)) if (typeof value === "string") sent[name] = value;
  if (body !== null) {
    sent["Content-Type"] = "application/json; charset=utf-8";
    sent["Content-Length"] = String(Buffer.byteLength(body));
  }
  return sent;
}

/** Bytes → the JSON object of a success, or a classified failure. */
function parse(
  api: string,
  host: string,
  { status, headers, body }: ExchangeAnswer,
): { readonly [key: string]: unknown } {
  const answer = { api, host, status, headers };
  const type = headers["content-type"] ?? "";
  if (!type.includes("json")) {
    // Unknown paths answer `404 page not found` as text (feishu contract 2.1); proxies and captive portals answer HTML.
    if (status === 429) throw new FeishuFailure("feishu_rate_limited", detailOf(answer, null), 1_000);
    if (status >= 500) throw new FeishuFailure("feishu_server_error", detailOf(answer, null));
    throw new FeishuFailure("feishu_answer_invalid", { ...detailOf(answer, null), cause: "not JSON" });
  }
  let text: string;
  try {
    text = decoder.decode(body);
  } catch {
    throw new FeishuFailure("feishu_encoding_invalid", detailOf(answer, null));
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new FeishuFailure("feishu_answer_invalid", { ...detailOf(answer, null), cause: "broken JSON" });
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new FeishuFailure("feishu_answer_invalid", { ...detailOf(answer, null), cause: "no JSON object" });
  }
  const object = parsed as { readonly [key: string]: unknown };
  const failure = classifyAnswer({ ...answer, body: object });
  if (failure) throw failure;
  return object;
}

/** `https://host/open-apis/auth/v3/…` → `auth/v3/…`; only for the SDK's own calls, whose paths hold no ids. */
function apiOf(url: string): string {
  return url.replace(/^.*?\/open-apis\//, "").replace(/\?.*$/, "");
}
