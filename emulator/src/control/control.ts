import type { Platform } from "../platform.ts";
import { appControl } from "./app-routes.ts";
import { bulkControl } from "./bulk-routes.ts";
import { connectionControl } from "./connection-routes.ts";
import type { ControlRoute } from "./control-route.ts";
import { departmentControl } from "./department-routes.ts";
import { eventControl } from "./event-routes.ts";
import { messageControl } from "./message-routes.ts";
import { ControlMistake } from "./mistake.ts";
import { platformControl } from "./platform-routes.ts";
import { signInControl } from "./sign-in-routes.ts";
import { userControl } from "./user-routes.ts";

/** The control API under `/__emulator` (README.md lists it). */

export const CONTROL_PREFIX = "/__emulator";

const routes = [
  ...platformControl,
  ...appControl,
  ...signInControl,
  ...bulkControl,
  ...userControl,
  ...departmentControl,
  ...messageControl,
  ...eventControl,
  ...connectionControl,
].map((route) => ({
  route,
  shape: new RegExp(`^${route.pattern.replace(/:[a-z]+/g, "([^/]+)")}/?$`),
}));

export interface ControlRequest {
  readonly method: string;
  /** With the prefix. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawBody: string;
}

/** The answer: a status, and a JSON value or lines. */
export interface ControlAnswer {
  readonly status: number;
  readonly value: unknown;
}

export async function control(platform: Platform, url: string, request: ControlRequest): Promise<ControlAnswer> {
  try {
    const { route, params } = find(request.method, request.path.slice(CONTROL_PREFIX.length));
    return {
      status: 200,
      value: await route.run({ platform, url, params, query: request.query, body: parse(request.rawBody) }),
    };
  } catch (error) {
    if (!(error instanceof ControlMistake)) throw error;
    return { status: error.status, value: { error: { code: error.code, message: error.message } } };
  }
}

function find(method: string, path: string): { route: ControlRoute; params: string[] } {
  for (const { route, shape } of routes) {
    const found = route.method === method ? shape.exec(path) : null;
    if (found !== null) return { route, params: found.slice(1).map(decodeSegment) };
  }
  throw new ControlMistake(404, "control_unknown", `there is no ${method} ${CONTROL_PREFIX}${path}`);
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ControlMistake(400, "path_invalid", `${text} is not percent-encoded UTF-8`);
  }
}

function parse(rawBody: string): unknown {
  if (rawBody.trim() === "") return {};
  try {
    return JSON.parse(rawBody);
  } catch {
    throw new ControlMistake(400, "body_invalid", "the body is no JSON");
  }
}
