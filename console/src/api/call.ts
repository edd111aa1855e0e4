import type { RequestOf, ResponseOf, RouteContract } from "@larkbridge/contract";
import { ApiProblem } from "./problem.ts";
import { proofGiven } from "./proof.ts";
import type { RouteHandle } from "./routes.ts";
import { sessionRestored } from "./session-loss.ts";

/** How a call behaves. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** What a lost session does: wait for the sign-in dialog and send again (the default), or throw like any refusal. */
  readonly onLostSession?: "wait" | "throw";
}

/** The longest a person looks at a spinner; longer work is a run that is asked about again. */
const TIMEOUT_MS = 60_000;

/**
 * Calls a route. In: params, query and body as the contract types them. Out: the body of the success.
 * Where the server wants the password again, the call waits for it. Throws `ApiProblem` for every refusal and for a way to the server that is broken (`server_unreachable`).
 */
export async function call<Route extends RouteContract>(
  route: RouteHandle<Route>,
  request: RequestOf<Route> = {},
  options: CallOptions = {},
): Promise<ResponseOf<Route>> {
  const response = await send(route, request, options.signal);
  if (response.ok) return (response.status === 204 ? undefined : await readJson(response)) as ResponseOf<Route>;
  const problem = await problemOf(response);
  if (problem.code === "reauthentication_required" && (await proofGiven())) return call(route, request, options);
  if (problem.status !== 401 || problem.code !== "unauthenticated" || options.onLostSession === "throw") throw problem;
  await sessionRestored();
  return call(route, request, { ...options, onLostSession: "throw" });
}

/** Reads a list whole as a file: `accept` is "text/csv" or "application/json". Throws `ApiProblem` like `call`. */
export async function readFile(route: RouteHandle, request: AnyRequest, accept: string): Promise<Blob> {
  const response = await send(route, request, undefined, accept);
  if (!response.ok) throw await problemOf(response);
  return response.blob();
}

/** The address of a request to a route; what is empty is left out. */
function addressOf(route: RouteHandle, request: { readonly params?: unknown; readonly query?: unknown }): string {
  const params = (request.params ?? {}) as Record<string, unknown>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? "")));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((request.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

type AnyRequest = { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown };

async function send(
  route: RouteHandle,
  request: AnyRequest,
  signal: AbortSignal | undefined,
  accept = "application/json",
): Promise<Response> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(addressOf(route, request), {
      method: route.method,
      credentials: "same-origin",
      headers: {
        accept: `${accept}, application/problem+json;q=0.9`,
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (cause) {
    // A query that nobody waits for any more is no failure.
    if (signal?.aborted) throw cause;
    throw new ApiProblem({ code: "server_unreachable", detail: String(cause) });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new ApiProblem({ code: "server_answer_invalid", status: response.status, detail: String(cause) });
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await readJson(response)) as Partial<ApiProblem> & { readonly request_id?: string };
  if (typeof body?.code !== "string") throw new ApiProblem({ code: "server_answer_invalid", status: response.status });
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiProblem({
    ...body,
    code: body.code,
    status: response.status,
    requestId: body.request_id ?? response.headers.get("x-request-id"),
    retryAfter: Number.isFinite(wait) ? wait : null,
  });
}
