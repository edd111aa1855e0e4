import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { type Refusal, RefusedRequest, toProblem } from "./refusal.ts";

/** Sends a refusal; the one place that writes problem+json. */
export function sendRefusal(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(refusal, request.id);
  // Set here as well: an address that cannot be parsed never comes by the hooks.
  reply.header("x-request-id", request.id);
  if (problem.status === 401) reply.header("www-authenticate", 'Bearer realm="larkbridge"');
  const wait = refusal.detail?.["retry_after"];
  if (typeof wait === "number") reply.header("retry-after", String(wait));
  // Serialised here: the route's own response schemas describe successes only.
  return reply
    .code(problem.status)
    .serializer((payload: unknown) => JSON.stringify(payload))
    .type("application/problem+json; charset=utf-8")
    .send(problem);
}

/** Turns whatever ended a request into a refusal. What nobody foresaw is logged and told apart only by request id. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const refusal = refusalOf(error, request);
    if (refusal.code === "internal_error") request.log.error({ err: error }, "request failed");
    return sendRefusal(refusal, request, reply);
  });
}

const PLACES = { body: "body", params: "params", querystring: "query", headers: "headers" } as const;

function refusalOf(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof RefusedRequest) return error.refusal;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const place = PLACES[(error.validationContext ?? "body") as keyof typeof PLACES] ?? "body";
    const errors = error.validation.map(({ instancePath, message, keyword, params }) => {
      const limit = params["minimum"] ?? params["maximum"];
      return {
        in: place,
        path: instancePath.replace(/^\//, "").replaceAll("/", "."),
        message: message ?? "does not fit",
        rule: keyword,
        ...(typeof limit === "number" ? { limit } : {}),
      };
    });
    const problems = errors.slice(0, 5).map(({ path, message }) => `${place}${path ? `.${path}` : ""}: ${message}`);
    return { code: "validation_failed", detail: { problems: problems.join("; ") }, errors };
  }
  switch (error.code) {
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return { code: "body_malformed" };
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return { code: "body_too_large", detail: { limit: request.routeOptions.bodyLimit ?? 0 } };
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_CTP_INVALID_TYPE":
      return { code: "media_type_unsupported" };
    case "FST_ERR_BAD_URL":
      return { code: "route_unknown", detail: { method: request.method, path: pathOf(request) } };
    default:
      // The JSON parser's own error carries no code.
      if (error instanceof SyntaxError && error.statusCode === 400) return { code: "body_malformed" };
      return { code: "internal_error" };
  }
}

/** The path as asked, without the query, which may hold personal data; cut where it grows silly. */
export function pathOf(request: FastifyRequest): string {
  const [path = "/"] = request.url.split("?", 1);
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}
