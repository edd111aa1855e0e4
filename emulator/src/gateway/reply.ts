import type { ApiFailure } from "./failure.ts";

/** An answer before it meets a socket. `msg` is "success" on newer APIs and "ok" on old ones (feishu-contract 2.1). */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `latin1`: the body is wire text already (see `wireText`). */
  readonly encoding?: "latin1";
  /** Whether it is a page of a list, for the statistics. */
  readonly isPage?: boolean;
}

const JSON_TYPE = "application/json; charset=utf-8";
const NO_HEADERS = {};

export function jsonReply(status: number, value: unknown, headers: Reply["headers"] = NO_HEADERS): Reply {
  return { status, contentType: JSON_TYPE, headers, body: JSON.stringify(value) };
}

/** `{"code":0,"msg":"success","data":…}` */
export function success(data: unknown): Reply {
  return jsonReply(200, { code: 0, msg: "success", data });
}

/**
 * JSON as the bytes of its UTF-8, a character a byte: kept records take half the memory of text with Chinese in it, and
 * are joined and sent without being encoded again.
 */
export function wireText(value: unknown): string {
  return Buffer.from(JSON.stringify(value), "utf8").toString("latin1");
}

/** `{"code":0,"msg":"success","data":…}` around data that is wire text. */
export function successWire(data: string): Reply {
  const body = `{"code":0,"msg":"success","data":${data}}`;
  return { status: 200, contentType: JSON_TYPE, headers: NO_HEADERS, body, encoding: "latin1" };
}

/** The bytes that go out. */
export function bytesOf(reply: Reply): Buffer {
  return Buffer.from(reply.body, reply.encoding ?? "utf8");
}

/** Unknown paths and wrong methods: plain text, not JSON (feishu-contract 2.1). */
export function notFound(): Reply {
  return { status: 404, contentType: "text/plain; charset=utf-8", headers: NO_HEADERS, body: "404 page not found" };
}

export function failureReply(failure: ApiFailure, logId: string): Reply {
  const error = {
    ...failure.details,
    log_id: logId,
    troubleshooter: `https://open.feishu.cn/search?log_id=${logId}`,
  };
  return jsonReply(failure.status, { code: failure.code, msg: failure.message, error }, failure.headers);
}
