import { operatorsWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { pageOf } from "../schemas/base.ts";
import { department, departmentDetail, departmentParams, departmentQuery } from "../schemas/department.ts";
import { syncRun } from "../schemas/sync-run.ts";

const tag = "Departments";
const params = departmentParams;
const read = readersWith("directory:read");

export const departmentRoutes = {
  listDepartments: defineRoute({
    id: "listDepartments",
    method: "GET",
    path: "/api/v1/departments",
    tag,
    summary: "Departments, parents before children; as NDJSON or CSV all that pass the filter",
    permission: read,
    query: departmentQuery,
    responses: { 200: pageOf(department) },
    rows: { item: department, formats: ["ndjson", "csv"] },
    errorCodes: ["cursor_invalid"],
  }),
  getDepartment: defineRoute({
    id: "getDepartment",
    method: "GET",
    path: "/api/v1/departments/:id",
    tag,
    summary: "One department",
    permission: read,
    params,
    responses: { 200: departmentDetail },
    errorCodes: ["department_not_found"],
  }),
  syncDepartment: defineRoute({
    id: "syncDepartment",
    method: "POST",
    path: "/api/v1/departments/:id/sync",
    tag,
    summary: "Start a run over one department and what is below it",
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
};
