import type { IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import {
  problem as problemSchema,
  type RequestOf,
  type ResponseOf,
  type RouteContract,
  type RowOf,
} from "@larkbridge/contract";
import { exchange, readBody } from "./http-exchange.ts";
import { localProblem, ProblemError } from "./problem.ts";

/** Speaks to a server in the routes of the contract. Every failure is a `ProblemError`. */
export interface Client {
  /** Calls a route and returns its checked body. `patient` waits for the answer as long as it takes. */
  call<Route extends RouteContract>(
    route: Route,
    request?: RequestOf<Route>,
    options?: { readonly patient?: boolean },
  ): Promise<ResponseOf<Route>>;
  /** Every row of a list that passes its filter. */
  rows<Route extends RouteContract>(route: Route, request?: RequestOf<Route>): AsyncIterable<RowOf<Route>>;
  /** The bytes of a file, or of a list as CSV. */
  bytes(
    route: RouteContract,
    request: { readonly query?: object; readonly params?: object },
    accept: string,
  ): Promise<IncomingMessage>;
}

const SILENCE_MS = 90_000;
const LARGEST_BODY = 64 * 1024 * 1024;

/** Makes a client for one server and token. */
export function makeClient(server: { readonly url: URL; readonly token: string; readonly version: string }): Client {
  const send = async (
    route: RouteContract,
    request: Parts,
    accept: string,
    silenceMs: number,
  ): Promise<IncomingMessage> => {
    const message = await exchange({
      method: route.method,
      url: urlOf(server.url, route, request),
      headers: {
        accept: `${accept}, application/problem+json;q=0.9`,
        authorization: `Bearer ${server.token}`,
        "user-agent": `larkbridge/${server.version}`,
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      silenceMs,
    });
    if ((message.statusCode ?? 0) >= 400 && !(String(message.statusCode) in route.responses))
      throw await problemOf(message, server.url);
    return message;
  };
  const invalid = (problem: string) => localProblem("server_answer_invalid", { url: server.url.origin, problem });

  return {
    async call(route, request = {}, { patient = false } = {}) {
      const message = await send(route, request, "application/json", patient ? 0 : SILENCE_MS);
      const schema = route.responses[message.statusCode ?? 0];
      if (!schema) throw invalid(`status ${message.statusCode}`);
      const parsed = schema.safeParse(await readJson(message, invalid));
      if (!parsed.success) throw invalid(parsed.error.issues[0]?.message ?? "its shape");
      return parsed.data as never;
    },
    async *rows(route, request = {}) {
      const message = await send(route, request, "application/x-ndjson", SILENCE_MS);
      if (!route.rows) throw new Error(`${route.id} has no rows`);
      const cut = new Promise<never>((_, reject) => {
        message.once("aborted", () => reject(invalid("it was cut off")));
      });
      cut.catch(() => {});
      for await (const line of createInterface({ input: message, crlfDelay: Number.POSITIVE_INFINITY })) {
        const parsed = route.rows.item.safeParse(parseJson(line, invalid));
        if (!parsed.success) throw invalid(parsed.error.issues[0]?.message ?? "its shape");
        yield parsed.data as never;
      }
      if (!message.complete) await cut;
    },
    bytes: (route, request, accept) => send(route, request, accept, 0),
  };
}

type Parts = { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown };

function urlOf(base: URL, route: RouteContract, request: Parts): URL {
  const params = (request.params ?? {}) as Record<string, string>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const url = new URL(base.pathname.replace(/\/$/, "") + path, base);
  for (const [name, value] of Object.entries((request.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

async function problemOf(message: IncomingMessage, url: URL): Promise<ProblemError> {
  const invalid = (problem: string) => localProblem("server_answer_invalid", { url: url.origin, problem });
  try {
    const parsed = problemSchema.safeParse(await readJson(message, invalid));
    return parsed.success
      ? new ProblemError(parsed.data)
      : invalid(`status ${message.statusCode} without an explanation`);
  } catch (error) {
    if (error instanceof ProblemError) return invalid(`status ${message.statusCode} without an explanation`);
    throw error;
  }
}

async function readJson(message: IncomingMessage, invalid: (problem: string) => ProblemError): Promise<unknown> {
  const text = await readBody(message, LARGEST_BODY).catch((error: Error) => {
    throw invalid(error.message);
  });
  return parseJson(text, invalid);
}

function parseJson(text: string, invalid: (problem: string) => ProblemError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("it is not JSON");
  }
}
