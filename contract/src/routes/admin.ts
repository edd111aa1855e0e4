import { z } from "zod";
import { operatorsWith, ownersWith, readersWith, recently } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { apiToken, auditQuery, auditRecord, createdApiToken, newApiToken } from "../schemas/admin.ts";
import { pageOf, pageQuery, uuid } from "../schemas/base.ts";

const admin = operatorsWith("admin");

export const adminRoutes = {
  listApiTokens: defineRoute({
    id: "listApiTokens",
    method: "GET",
    path: "/api/v1/api-tokens",
    tag: "API tokens",
    summary: "API tokens, newest first, revoked ones too",
    permission: admin,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(apiToken) },
    errorCodes: ["cursor_invalid"],
  }),
  createApiToken: defineRoute({
    id: "createApiToken",
    method: "POST",
    path: "/api/v1/api-tokens",
    tag: "API tokens",
    summary: "Make a token; its secret is shown this once",
    permission: recently(admin),
    body: newApiToken,
    responses: { 201: createdApiToken },
    errorCodes: ["token_above_own_rights"],
  }),
  revokeApiToken: defineRoute({
    id: "revokeApiToken",
    method: "DELETE",
    path: "/api/v1/api-tokens/:id",
    tag: "API tokens",
    summary: "Revoke a token",
    permission: recently(admin),
    params: z.object({ id: uuid }),
    responses: { 200: apiToken },
    errorCodes: ["api_token_not_found"],
  }),
  listAuditRecords: defineRoute({
    id: "listAuditRecords",
    method: "GET",
    path: "/api/v1/audit-records",
    tag: "Audit",
    summary: "Who changed what, newest first",
    permission: readersWith("audit:read"),
    query: auditQuery,
    responses: { 200: pageOf(auditRecord) },
    rows: { item: auditRecord, formats: ["ndjson", "csv"] },
    errorCodes: ["cursor_invalid"],
  }),
  getBackup: defineRoute({
    id: "getBackup",
    method: "GET",
    path: "/api/v1/backup",
    tag: "Backup",
    summary: "Everything in the database as one file; `larkbridge restore` reads it",
    permission: ownersWith("admin"),
    responses: {},
    file: "application/gzip",
    errorCodes: [],
  }),
};
