import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { errorCodeOf, messageOf } from "../../platform/db/errors.ts";
import { AddressRefused, type AllowedAddresses, type ResolvedAddress } from "./allowed-addresses.ts";
import type { StoredReason } from "./ports.ts";

/** What came of one attempt. */
export interface Answer {
  /** Null when there was none. */
  readonly status: number | null;
  /** The beginning of the body. */
  readonly excerpt: string | null;
  /** Null when it arrived. */
  readonly failure: StoredReason | null;
  /** How long the receiver asks to be left alone. */
  readonly retryAfterMs: number | null;
}

export interface SendOptions {
  readonly addresses: AllowedAddresses;
  readonly timeoutMs: number;
  /** Certificates of authorities trusted beside those the system knows; for tests. */
  readonly ca?: string;
}

const EXCERPT_BYTES = 1000;

/**
 * Sends a body once. No redirect is followed, a certificate has to be valid, and the connection goes to the very addresses that were looked at: a
 * name cannot stand for another one a moment later. Never throws: whatever goes wrong is a failure with a code.
 */
export async function send(
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  options: SendOptions,
): Promise<Answer> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    const url = new URL(target);
    const addresses = await orAborted(options.addresses.resolve(url), signal);
    const { status, excerpt, retryAfter } = await exchange(url, headers, body, addresses, signal, options.ca);
    const failure = status >= 200 && status < 300 ? null : { code: "webhook_answered", detail: { status } };
    return { status, excerpt, failure, retryAfterMs: retryAfterMsOf(retryAfter) };
  } catch (error) {
    return {
      status: null,
      excerpt: null,
      failure: failureOf(error, signal.aborted ? options.timeoutMs : null),
      retryAfterMs: null,
    };
  }
}

interface Exchange {
  readonly status: number;
  readonly excerpt: string;
  readonly retryAfter: string | undefined;
}

function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  addresses: readonly ResolvedAddress[],
  signal: AbortSignal,
  ca: string | undefined,
): Promise<Exchange> {
  const lookup: LookupFunction = (_host, { all }, answer) => {
    const [first] = addresses;
    if (first === undefined) return answer(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), []);
    if (all) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(
      url,
      {
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        // A connection of its own: one that was kept may be closed by the receiver at the very moment it is used again.
        agent: false,
        lookup,
        rejectUnauthorized: true,
        signal,
        ...(ca === undefined ? {} : { ca }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const done = () => {
          const retryAfter = response.headers["retry-after"];
          resolve({ status: response.statusCode ?? 0, excerpt: excerptOf(chunks), retryAfter });
        };
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size < EXCERPT_BYTES) return;
          done();
          // The rest is not worth its bytes.
          response.destroy();
        });
        response.on("end", done);
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** PostgreSQL refuses U+0000; what is no UTF-8 shows as replacement characters. */
function excerptOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).subarray(0, EXCERPT_BYTES).toString("utf8").replaceAll("\0", "\ufffd");
}

/** RFC 9110 section 10.2.3; a date is not read, since the receiver's clock may be anywhere. */
function retryAfterMsOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}

function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}

function failureOf(error: unknown, timedOutMs: number | null): StoredReason {
  if (error instanceof AddressRefused) {
    const { reason, address } = error;
    return { code: `webhook_address_${reason}`, detail: { address } };
  }
  if (timedOutMs !== null) return { code: "webhook_timed_out", detail: { seconds: timedOutMs / 1000 } };
  const cause = errorCodeOf(error) ?? messageOf(error);
  const isCertificate = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO)/.test(cause);
  return { code: isCertificate ? "webhook_certificate_invalid" : "webhook_unreachable", detail: { reason: cause } };
}
