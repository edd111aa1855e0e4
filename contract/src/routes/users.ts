import { z } from "zod";
import { operatorsWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { pageOf, pageQuery } from "../schemas/base.ts";
import { syncRun } from "../schemas/sync-run.ts";
import { explanation, historyEntry, user, userDetail, userParams, userQuery } from "../schemas/user.ts";

const tag = "Users";
const params = userParams;
const read = readersWith("directory:read");
const write = operatorsWith("directory:write");

export const userRoutes = {
  listUsers: defineRoute({
    id: "listUsers",
    method: "GET",
    path: "/api/v1/users",
    tag,
    summary: "Users; as NDJSON or CSV all that pass the filter, deleted ones too",
    permission: read,
    query: userQuery,
    responses: { 200: pageOf(user) },
    rows: { item: user, formats: ["ndjson", "csv"] },
    errorCodes: ["cursor_invalid"],
  }),
  getUser: defineRoute({
    id: "getUser",
    method: "GET",
    path: "/api/v1/users/:id",
    tag,
    summary: "One user",
    permission: read,
    params,
    responses: { 200: userDetail },
    errorCodes: ["user_not_found"],
  }),
  listUserHistory: defineRoute({
    id: "listUserHistory",
    method: "GET",
    path: "/api/v1/users/:id/history",
    tag,
    summary: "What happened to a user, newest first",
    permission: read,
    params,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(historyEntry) },
    errorCodes: ["user_not_found", "cursor_invalid"],
  }),
  explainUser: defineRoute({
    id: "explainUser",
    method: "GET",
    path: "/api/v1/users/:id/explain",
    tag,
    summary: "Why somebody is, or is not, in the directory; also for people who are not",
    permission: read,
    params,
    responses: { 200: explanation },
    errorCodes: ["integration_not_configured"],
  }),
  syncUser: defineRoute({
    id: "syncUser",
    method: "POST",
    path: "/api/v1/users/:id/sync",
    tag,
    summary: "Start a run over one person",
    permission: operatorsWith("sync:run"),
    params,
    responses: { 202: syncRun },
    errorCodes: [
      "integration_not_configured",
      "user_sync_disabled",
      "sync_already_running",
      "user_not_found",
      "department_not_found",
    ],
  }),
  disableUser: defineRoute({
    id: "disableUser",
    method: "POST",
    path: "/api/v1/users/:id/disable",
    tag,
    summary: "Disable a user; a sync does not undo it",
    permission: write,
    params,
    responses: { 200: userDetail },
    errorCodes: ["user_not_found", "user_not_active", "last_owner"],
  }),
  enableUser: defineRoute({
    id: "enableUser",
    method: "POST",
    path: "/api/v1/users/:id/enable",
    tag,
    summary: "Enable a disabled user",
    permission: write,
    params,
    responses: { 200: userDetail },
    errorCodes: ["user_not_found", "user_not_disabled"],
  }),
  restoreUser: defineRoute({
    id: "restoreUser",
    method: "POST",
    path: "/api/v1/users/:id/restore",
    tag,
    summary: "Bring a deleted user back",
    permission: write,
    params,
    responses: { 200: userDetail },
    errorCodes: ["user_not_found", "user_not_deleted"],
  }),
};
