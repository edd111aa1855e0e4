import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { localProblem } from "./problem.ts";

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
  /** Nothing heard for so long is a failure; 0 waits for ever (a preview of a large tenant takes minutes). */
  readonly silenceMs: number;
}

/**
 * Sends one request and resolves with the answer's head. Node's own client rather than fetch: fetch gives up on an
 * answer that takes five minutes to begin, and follows redirects with the token in hand.
 */
export function exchange({ method, url, headers, body, silenceMs }: Exchange): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(localProblem("server_unreachable", { url: url.origin, reason }));
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const outgoing = request(url, { method, headers: { ...headers, ...length }, timeout: silenceMs }, resolve);
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in time")));
    outgoing.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    outgoing.end(body);
  });
}

/** Reads a body whole; more than `limit` bytes are not an answer of ours. */
export async function readBody(message: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new Error(`more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
