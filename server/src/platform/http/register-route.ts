import type { Readable } from "node:stream";
import type { BodyOf, ErrorCode, ParamsOf, QueryOf, RouteContract, RowOf } from "@larkbridge/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import { sendRefusal } from "./errors.ts";
import { findPrincipal } from "./find-principal.ts";
import { DEVICE_COOKIE, FEISHU_COOKIE, readHostCookie } from "./host-cookie.ts";
import type { Principal, SessionFinder, TokenFinder, UserPrincipal } from "./principal.ts";
import type { Refusal } from "./refusal.ts";
import { chooseFormat, contentTypeOf, writeRows } from "./rows.ts";
import { type SessionCookie, sessionSecret, setSessionCookie } from "./session.ts";

/** What routes are registered with. */
export interface HttpScope {
  readonly app: FastifyInstance;
  readonly findToken: TokenFinder;
  readonly findSession: SessionFinder;
  readonly now: () => Instant;
  /** The address people reach the console under, where one is set. */
  readonly publicOrigin: () => Promise<string | null>;
  /** Fires when the server begins to drain. */
  readonly draining: AbortSignal;
}

/** Where a request comes from, as sessions and the audit log remember it. */
export interface Client {
  readonly address: string;
  readonly userAgent: string | null;
  /** Of the caller's cookie, whether or not it opens a session. */
  readonly sessionSecret: string | null;
  /** Of the cookie that binds a sign-in with Feishu to this browser. */
  readonly feishuSecret: string | null;
  /** Of the cookie that tells this browser from others, for as long as it keeps it. */
  readonly deviceSecret: string | null;
}

/** Where a request comes from. */
export function clientOf(request: FastifyRequest): Client {
  return {
    address: request.ip,
    userAgent: request.headers["user-agent"]?.slice(0, 400) ?? null,
    sessionSecret: sessionSecret(request),
    feishuSecret: readHostCookie(request, FEISHU_COOKIE),
    deviceSecret: readHostCookie(request, DEVICE_COOKIE),
  };
}

/** A request that passed permission and validation. */
interface Call<Route extends RouteContract> {
  readonly params: ParamsOf<Route>;
  readonly query: QueryOf<Route>;
  readonly body: BodyOf<Route>;
  /** `undefined` on public routes only; a person where the route admits no tokens. */
  readonly principal: Route["permission"] extends { readonly kind: "public" }
    ? undefined
    : Route["permission"] extends { readonly kind: "signed_in" }
      ? UserPrincipal
      : Principal;
  readonly client: Client;
  /** Of the header Idempotency-Key; null where there is none, or one nobody means. */
  readonly idempotencyKey: string | null;
  /** Fires when the client goes away or the server drains. */
  readonly signal: AbortSignal;
}

type Codes<Route extends RouteContract> = Route["errorCodes"][number] & ErrorCode;
type Refused<Route extends RouteContract> = { readonly ok: false; readonly error: Refusal<Codes<Route>> };

type Success<Route extends RouteContract> = {
  [Status in keyof Route["responses"]]: {
    readonly status: Status;
    readonly body: z.output<Route["responses"][Status] & z.ZodType>;
    /** Set or end the caller's session cookie with this answer. */
    readonly session?: SessionCookie;
  };
}[keyof Route["responses"]];

/** What a handler gives back: a body for one of the route's statuses, or a refusal with one of the route's codes. */
type Reply<Route extends RouteContract> = Success<Route> | Refused<Route>;

export type Handler<Route extends RouteContract> = (call: Call<Route>) => Promise<Reply<Route>>;
type RowsHandler<Route extends RouteContract> = (
  call: Call<Route>,
) => Promise<{ readonly ok: true; readonly value: AsyncIterable<RowOf<Route>> } | Refused<Route>>;
type FileHandler<Route extends RouteContract> = (
  call: Call<Route>,
) => Promise<{ readonly name: string; readonly content: Readable }>;

/** A body for one of the route's statuses. */
export function respond<const Status extends number, Body>(
  status: Status,
  body: Body,
): { readonly status: Status; readonly body: Body } {
  return { status, body };
}

/** Turns a use case's result into a reply. */
export function replyWith<const Status extends number, Value, Body, Failure>(
  status: Status,
  result: Result<Value, Failure>,
  map: (value: Value) => Body,
): { readonly status: Status; readonly body: Body } | { readonly ok: false; readonly error: Failure } {
  return result.ok ? { status, body: map(result.value) } : result;
}

/** Turns a record that may be absent into a reply. */
export function replyFound<const Code extends ErrorCode, Value, Body>(
  value: Value | undefined,
  missing: Code,
  map: (value: Value) => Body,
): { readonly status: 200; readonly body: Body } | { readonly ok: false; readonly error: { readonly code: Code } } {
  return value === undefined ? { ok: false, error: { code: missing } } : { status: 200, body: map(value) };
}

/** Registers a route that answers JSON. */
export function registerRoute<Route extends RouteContract>(
  scope: HttpScope,
  route: Route,
  handler: Handler<Route>,
): void {
  addRoute(scope, route, async (request, reply) => {
    const format = chooseFormat(request.headers.accept, undefined);
    if (format === null) return refuseFormat(["application/json"], request, reply);
    return sendReply(await handler(callOf<Route>(scope, request, reply)), request, reply);
  });
}

/** Registers a list that is answered page by page as JSON, and whole as NDJSON or CSV. */
export function registerList<Route extends RouteContract & { readonly rows: NonNullable<RouteContract["rows"]> }>(
  scope: HttpScope,
  route: Route,
  handler: Handler<Route>,
  rowsHandler: RowsHandler<Route>,
): void {
  addRoute(scope, route, async (request, reply) => {
    const format = chooseFormat(request.headers.accept, route.rows);
    if (format === null) return refuseFormat(["json", ...route.rows.formats], request, reply);
    const call = callOf<Route>(scope, request, reply);
    if (format === "json") return sendReply(await handler(call), request, reply);
    const rows = await rowsHandler(call);
    if (!rows.ok) return sendRefusal(rows.error, request, reply);
    const content = await writeRows(rows.value as AsyncIterable<object>, format, route.rows);
    return reply.type(contentTypeOf(format)).send(content);
  });
}

/** Registers a route that answers with a file. */
export function registerFile<Route extends RouteContract & { readonly file: string }>(
  scope: HttpScope,
  route: Route,
  handler: FileHandler<Route>,
): void {
  addRoute(scope, route, async (request, reply) => {
    const file = await handler(callOf<Route>(scope, request, reply));
    return reply
      .type(route.file)
      .header("content-disposition", `attachment; filename="${file.name}"`)
      .send(file.content);
  });
}

function addRoute(
  scope: HttpScope,
  route: RouteContract,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  scope.app.route({
    method: route.method,
    url: route.path,
    schema: {
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { querystring: route.query } : {}),
      ...(route.body ? { body: route.body } : {}),
      ...(Object.keys(route.responses).length > 0 ? { response: route.responses } : {}),
    },
    onRequest: async (request) => {
      request.principal = await findPrincipal(scope, route.permission, request);
    },
    handler,
  });
}

function callOf<Route extends RouteContract>(
  scope: HttpScope,
  request: FastifyRequest,
  reply: FastifyReply,
): Call<Route> {
  const gone = new AbortController();
  // The request's own "close" comes as soon as its body is read; the response's comes too early only when nobody listens.
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return {
    params: request.params,
    query: request.query,
    body: request.body,
    principal: request.principal ?? undefined,
    client: clientOf(request),
    idempotencyKey: idempotencyKeyOf(request),
    signal: AbortSignal.any([gone.signal, scope.draining]),
  } as Call<Route>;
}

function idempotencyKeyOf({ headers }: FastifyRequest): string | null {
  const key = headers["idempotency-key"];
  return typeof key === "string" && key !== "" && key.length <= 200 ? key : null;
}

function sendReply(
  outcome: { status: unknown; body: unknown; session?: SessionCookie } | { ok: false; error: Refusal },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if ("ok" in outcome) return sendRefusal(outcome.error, request, reply);
  if (outcome.session) setSessionCookie(outcome.session, request, reply);
  return reply.code(outcome.status as number).send(outcome.body);
}

function refuseFormat(offered: readonly string[], request: FastifyRequest, reply: FastifyReply) {
  return sendRefusal({ code: "not_acceptable", detail: { offered } }, request, reply);
}

declare module "fastify" {
  interface FastifyRequest {
    principal: Principal | null;
  }
}
