import { z } from "zod";
import { type ErrorCode, errors } from "./errors/index.ts";
import type { Permission } from "./permission.ts";
import type { RouteContract } from "./route.ts";
import { problem } from "./schemas/problem.ts";

type Schema = { [key: string]: unknown };

/** Refusals every route may give; those of the caller only where one has to be known. */
const ALWAYS: readonly ErrorCode[] = ["rate_limited", "internal_error", "not_ready"];
const WITH_PRINCIPAL: readonly ErrorCode[] = ["unauthenticated", "forbidden", "password_change_required"];
const WITH_BODY: readonly ErrorCode[] = ["body_malformed", "body_too_large", "media_type_unsupported"];

const MEDIA_TYPES = { ndjson: "application/x-ndjson", csv: "text/csv" } as const;

/** Writes the OpenAPI 3.1 document of the routes. Equal routes give equal documents. */
export function renderOpenApi(routes: readonly RouteContract[], version: string): Schema {
  const components: Record<string, Schema> = {};
  const toSchema = (schema: z.ZodType, io: "input" | "output"): Schema => collect(schema, io, components);
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = operation(route, toSchema);
  }
  toSchema(problem, "output");
  const sorted = Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    openapi: "3.1.0",
    info: {
      title: "Larkbridge",
      version,
      description: "Feishu as the source of truth for every account. Errors are problem+json with a stable `code`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: sorted,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-larkbridge",
          description: "A signed-in person; `larkbridge` over plain http on loopback",
        },
      },
    },
  };
}

function operation(route: RouteContract, toSchema: (schema: z.ZodType, io: "input" | "output") => Schema): Schema {
  const parameters = [...parametersOf(route.params, "path", toSchema), ...parametersOf(route.query, "query", toSchema)];
  const { permission } = route;
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    ...securityOf(permission),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? { requestBody: { required: true, content: { "application/json": { schema: toSchema(route.body, "input") } } } }
      : {}),
    responses: { ...successes(route, toSchema), ...refusals(route) },
  };
}

function securityOf(permission: Permission): Schema {
  if (permission.kind === "public") return { security: [] };
  const { roles } = permission;
  const recent = permission.recentPassword ? " People must have proved their password within ten minutes." : "";
  if (permission.kind === "signed_in")
    return { description: `Signed-in people only.${recent}`, security: [{ session: [] }], "x-roles": roles };
  const { tokenScopes } = permission;
  const scopes = tokenScopes.length > 0 ? `Token scope: ${tokenScopes.join(" or ")}.` : "Any valid token.";
  return {
    description: `${scopes}${recent}`,
    security: [{ token: [] }, { session: [] }],
    "x-token-scopes": tokenScopes,
    "x-roles": roles,
  };
}

function successes(
  route: RouteContract,
  toSchema: (schema: z.ZodType, io: "output") => Schema,
): Record<string, Schema> {
  if (route.file) {
    const schema = { type: "string", contentMediaType: route.file };
    return { "200": { description: "The file", content: { [route.file]: { schema } } } };
  }
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, schema]) => {
      const content: Record<string, Schema> = { "application/json": { schema: toSchema(schema, "output") } };
      for (const format of route.rows?.formats ?? []) {
        content[MEDIA_TYPES[format]] = { schema: { type: "string", description: "Every row that passes the filter" } };
      }
      return [status, { description: route.summary, content }];
    }),
  );
}

function refusals(route: RouteContract): Record<string, Schema> {
  const codes: ErrorCode[] = [...route.errorCodes, ...ALWAYS];
  if (route.permission.kind !== "public") codes.push(...WITH_PRINCIPAL);
  if (route.permission.kind !== "public" && route.permission.recentPassword) codes.push("reauthentication_required");
  if (route.method !== "GET") codes.push("cross_site_request");
  if (route.params || route.query || route.body) codes.push("validation_failed");
  if (route.body) codes.push(...WITH_BODY);
  if (route.rows) codes.push("not_acceptable");
  const byStatus = Map.groupBy(codes.sort(), (code) => errors[code].status);
  const taken = new Set(Object.keys(route.responses));
  return Object.fromEntries(
    [...byStatus]
      .filter(([status]) => !taken.has(String(status)))
      .sort(([a], [b]) => a - b)
      .map(([status, group]) => [
        String(status),
        {
          description: group.map((code) => `\`${code}\`: ${errors[code].title}`).join("; "),
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      ]),
  );
}

function parametersOf(
  schema: z.ZodObject | undefined,
  place: "path" | "query",
  toSchema: (schema: z.ZodType, io: "input") => Schema,
): Schema[] {
  if (!schema) return [];
  const rendered = toSchema(schema, "input") as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(rendered.properties ?? {}).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === "path" || (rendered.required ?? []).includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
}

/** Turns a schema into JSON Schema; schemas with an id become components and are referred to. */
function collect(schema: z.ZodType, io: "input" | "output", components: Record<string, Schema>): Schema {
  const { $schema, $defs, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Schema;
  for (const [id, definition] of Object.entries(($defs ?? {}) as Record<string, Schema>)) {
    const { id: _, ...body } = definition;
    components[id] = moveRefs(body) as Schema;
  }
  const id = schema.meta()?.id;
  if (id === undefined) return moveRefs(rest) as Schema;
  const { id: _, ...body } = rest;
  // A named schema at the top comes either as itself or as a reference to its own definition, which is noted above.
  if (body["$ref"] === undefined) components[id] = moveRefs(body) as Schema;
  return { $ref: `#/components/schemas/${id}` };
}

function moveRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moveRefs);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string"
        ? inner.replace("#/$defs/", "#/components/schemas/")
        : moveRefs(inner),
    ]),
  );
}
