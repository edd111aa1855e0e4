import { z } from "zod";
import { feishuCodes } from "../errors/feishu.ts";
import { operatorsWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { feishuEvents } from "../schemas/feishu-event.ts";
import {
  accessReport,
  diagnosis,
  feishuIntegration,
  integrationConsequences,
  integrationSummary,
  mappingReport,
} from "../schemas/integration.ts";

const tag = "Integrations";
const read = readersWith("directory:read", "integration:write");
const write = operatorsWith("integration:write");
/** Which app is meant; the integration where there is one, else the draft. */
const ofQuery = z.strictObject({ of: z.enum(["integration", "draft"]).optional() });

/** Looking at the Feishu integration and asking Feishu about it. */
export const integrationRoutes = {
  listIntegrations: defineRoute({
    id: "listIntegrations",
    method: "GET",
    path: "/api/v1/integrations",
    tag,
    summary: "Third-party integrations",
    permission: read,
    responses: { 200: z.object({ items: z.array(integrationSummary) }) },
    errorCodes: [],
  }),
  getFeishuIntegration: defineRoute({
    id: "getFeishuIntegration",
    method: "GET",
    path: "/api/v1/integrations/feishu",
    tag,
    summary: "The Feishu integration, without its secret",
    permission: read,
    responses: { 200: feishuIntegration },
    errorCodes: ["integration_not_configured"],
  }),
  checkFeishuIntegration: defineRoute({
    id: "checkFeishuIntegration",
    method: "POST",
    path: "/api/v1/integrations/feishu/check",
    tag,
    summary: "Ask Feishu whether everything is in place",
    permission: read,
    responses: { 200: diagnosis },
    errorCodes: ["integration_not_configured"],
  }),
  getFeishuPermissions: defineRoute({
    id: "getFeishuPermissions",
    method: "GET",
    path: "/api/v1/integrations/feishu/permissions",
    tag,
    summary: "Permissions the app needs, which are granted, and whom it may see, asked of Feishu now",
    permission: read,
    query: ofQuery,
    responses: { 200: accessReport },
    errorCodes: ["integration_not_configured", "integration_draft_not_found", "integration_draft_incomplete"],
  }),
  getFeishuMapping: defineRoute({
    id: "getFeishuMapping",
    method: "GET",
    path: "/api/v1/integrations/feishu/mapping",
    tag,
    summary: "The fields that are synced and how well they are filled, from a sample read now",
    permission: write,
    query: ofQuery,
    responses: { 200: mappingReport },
    errorCodes: [
      "integration_not_configured",
      "integration_draft_not_found",
      "integration_draft_incomplete",
      ...feishuCodes,
    ],
  }),
  getFeishuConsequences: defineRoute({
    id: "getFeishuConsequences",
    method: "GET",
    path: "/api/v1/integrations/feishu/consequences",
    tag,
    summary: "What switching sync off or removing the integration would mean, in numbers",
    permission: read,
    responses: { 200: integrationConsequences },
    errorCodes: ["integration_not_configured"],
  }),
  getFeishuEvents: defineRoute({
    id: "getFeishuEvents",
    method: "GET",
    path: "/api/v1/integrations/feishu/events",
    tag,
    summary: "How events of Feishu arrive, and what came of them",
    permission: read,
    responses: { 200: feishuEvents },
    errorCodes: ["integration_not_configured"],
  }),
};
