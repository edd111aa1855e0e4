import { z } from "zod";
import { readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { diagnosis, feishuIntegration, integrationSummary, permissionReport } from "../schemas/integration.ts";

const tag = "Integrations";
const read = readersWith("directory:read", "integration:write");

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
    summary: "Permissions the app needs, and which are granted, asked of Feishu now",
    permission: read,
    responses: { 200: permissionReport },
    errorCodes: ["integration_not_configured"],
  }),
};
