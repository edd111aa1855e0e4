import type { z } from "zod";
import type { ErrorCode } from "./errors/index.ts";
import type { Permission } from "./permission.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A list that is also answered whole, row by row, when the Accept header asks for it. */
export interface RowStream {
  readonly item: z.ZodObject;
  readonly formats: readonly ("ndjson" | "csv")[];
}

/** One route, told once: the server registers it, the OpenAPI document and the typed client are derived from it. */
export interface RouteContract {
  readonly id: string;
  readonly method: Method;
  /** With `:name` for parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Bodies by status of success. */
  readonly responses: { readonly [status: number]: z.ZodType };
  readonly rows?: RowStream;
  /** The answer is a file of this media type; `responses` is empty then. */
  readonly file?: string;
  /** Refusals of its own, beside those every route may give. */
  readonly errorCodes: readonly ErrorCode[];
}

/** Keeps a route's exact type, so that handlers and clients are checked against it. */
export function defineRoute<const Route extends RouteContract>(route: Route): Route {
  return route;
}

type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type InputOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** What the server's handler receives. */
export type ParamsOf<Route extends RouteContract> = OutputOf<Route["params"]>;
export type QueryOf<Route extends RouteContract> = OutputOf<Route["query"]>;
export type BodyOf<Route extends RouteContract> = OutputOf<Route["body"]>;

/** What a client sends. */
export type RequestOf<Route extends RouteContract> = {
  readonly params?: InputOf<Route["params"]>;
  readonly query?: InputOf<Route["query"]>;
  readonly body?: InputOf<Route["body"]>;
};

/** What a client receives when the call succeeds. */
export type ResponseOf<Route extends RouteContract> = z.output<
  Route["responses"][keyof Route["responses"]] & z.ZodType
>;

/** A row of the streamed form. */
export type RowOf<Route extends RouteContract> = Route["rows"] extends RowStream
  ? z.output<Route["rows"]["item"]>
  : never;
