import type { IncomingHttpHeaders } from "node:http";
import type { App } from "../apps/app.ts";
import type { Platform } from "../platform.ts";
import type { Tier } from "./rate-limit.ts";
import type { Reply } from "./reply.ts";

/** How a page may be spoilt by a fault on its way (see faults/). */
export type PageFault = "empty" | "repeat";

/** One call as a route's handler sees it. */
export interface Call {
  readonly platform: Platform;
  /** Path, without the query. */
  readonly path: string;
  readonly pathParams: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
  readonly now: number;
  readonly pageFault: PageFault | undefined;
}

/** A call that came with an app's token. */
export interface AppCall extends Call {
  readonly app: App;
}

interface RouteBase {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** `/open-apis/contact/v3/users/:user_id`; a literal path wins over one with parameters. */
  readonly pattern: string;
  /** Where refused calls may answer 400 instead of 429. */
  readonly old?: boolean;
}

/** A route without a tenant token: token endpoints, pages for people, calls with a person's token. */
interface OpenRoute extends RouteBase {
  readonly auth: "none";
  handle(call: Call): Reply;
}

/** A route that wants a tenant token, one of some scopes and room under the limit. */
export interface TenantRoute extends RouteBase {
  readonly auth: "tenant";
  readonly tier: Tier;
  /** Any one of these is enough; empty = none needed. */
  readonly anyScope: readonly string[];
  /** Whether asking for `user_id_type=user_id` needs its own scope (feishu-contract 3.1). */
  readonly guardsUserIds?: boolean;
  handle(call: AppCall): Reply;
}

export type Route = OpenRoute | TenantRoute;

/** The name under which calls, limits and statistics of a route are kept. */
export function apiName(route: Route): string {
  return `${route.method} ${route.pattern}`;
}
