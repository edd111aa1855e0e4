import { z } from "zod";
import { everybody } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { readiness } from "../schemas/admin.ts";

/** The service itself: is it there, is it ready, what does it offer. */
export const serviceRoutes = {
  getHealth: defineRoute({
    id: "getHealth",
    method: "GET",
    path: "/healthz",
    tag: "Service",
    summary: "The process answers",
    permission: everybody,
    responses: { 200: z.object({ status: z.literal("ok") }) },
    errorCodes: [],
  }),
  getReadiness: defineRoute({
    id: "getReadiness",
    method: "GET",
    path: "/readyz",
    tag: "Service",
    summary: "The service can do its work; 503 while it cannot",
    permission: everybody,
    responses: { 200: readiness, 503: readiness },
    errorCodes: [],
  }),
  getOpenApi: defineRoute({
    id: "getOpenApi",
    method: "GET",
    path: "/api/v1/openapi.json",
    tag: "Service",
    summary: "This document",
    permission: everybody,
    responses: { 200: z.looseObject({ openapi: z.string() }) },
    errorCodes: [],
  }),
};
