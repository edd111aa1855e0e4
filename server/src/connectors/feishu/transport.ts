import type { z } from "zod";
import { classifyAnswer, detailOf } from "./classify.ts";
import type { Exchange, ExchangeAnswer } from "./exchange.ts";
import { FeishuFailure } from "./failure.ts";
import { type QueryParameters, toQuery } from "./query.ts";

/** One request and what its answer must be. */
export interface TransportRequest<Answer> {
  /** Name for failures: the path with `:id` in place of ids. */
  readonly api: string;
  /** Below `/open-apis/`; the API's name where absent. */
  readonly path?: string;
  readonly method?: "GET" | "POST" | "PATCH";
  readonly token?: string;
  readonly params?: QueryParameters;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
  readonly signal?: AbortSignal;
}

/** HTTP as the platform speaks it. */
export interface Transport {
  /** Resolves with the parsed body of a success; every other answer, HTTP 200 with a code included, throws a FeishuFailure. */
  send<Answer>(request: TransportRequest<Answer>): Promise<Answer>;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Builds the HTTP layer of one connection.
 *
 * @param exchange how bytes go out and in
 * @param openUrl base of the OpenAPI, without a slash at its end
 * @param timeoutMs for one attempt
 */
export function createTransport(exchange: Exchange, openUrl: string, timeoutMs: number): Transport {
  const host = new URL(openUrl).host;
  return {
    async send(request) {
      const { api, path = api, method = "GET", params, signal } = request;
      const body = request.body === undefined ? null : JSON.stringify(request.body);
      const query = params ? toQuery(params) : "";
      const received = await exchange.send({
        api,
        url: `${openUrl}/open-apis/${path}${query === "" ? "" : `?${query}`}`,
        method,
        headers: headersFor(request.token, body),
        body,
        timeoutMs,
        signal,
      });
      const parsed = request.answer.safeParse(parse(api, host, received));
      if (parsed.success) return parsed.data;
      const where = parsed.error.issues[0]?.path.join(".") ?? "";
      throw new FeishuFailure("feishu_answer_invalid", { api, cause: `unexpected ${where || "body"}` });
    },
  };
}

function headersFor(token: string | undefined, body: string | null): Record<string, string> {
  const sent: Record<string, string> = { Accept: "application/json", "User-Agent": "larkbridge" };
  if (token !== undefined) sent["Authorization"] = `Bearer ${token}`;
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
