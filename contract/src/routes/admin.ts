import { z } from "zod";
import { anyPrincipal, operatorsWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { apiToken, auditQuery, auditRecord, createdApiToken, me, newApiToken } from "../schemas/admin.ts";
import { pageOf, pageQuery, uuid } from "../schemas/base.ts";

const admin = operatorsWith("admin");

export const adminRoutes = {
  getMe: defineRoute({
    id: "getMe",
    method: "GET",
    path: "/api/v1/me",
    tag: "Session",
    summary: "Who the caller is",
    permission: anyPrincipal,
    responses: { 200: me },
    errorCodes: [],
  }),
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
    permission: admin,
    body: newApiToken,
    responses: { 201: createdApiToken },
    errorCodes: [],
  }),
  revokeApiToken: defineRoute({
    id: "revokeApiToken",
    method: "DELETE",
    path: "/api/v1/api-tokens/:id",
    tag: "API tokens",
    summary: "Revoke a token",
    permission: admin,
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
    permission: { kind: "granted", tokenScopes: ["admin"], roles: ["owner"] },
    responses: {},
    file: "application/gzip",
    errorCodes: [],
  }),
};
