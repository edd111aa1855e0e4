import { operatorsWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { pageOf } from "../schemas/base.ts";
import {
  department,
  departmentChanges,
  departmentDetail,
  departmentParams,
  departmentQuery,
  departmentTree,
  newDepartment,
  syncDepartmentParams,
} from "../schemas/department.ts";
import { syncRun } from "../schemas/sync-run.ts";

const tag = "Departments";
const params = departmentParams;
const read = readersWith("directory:read");
const write = operatorsWith("directory:write");

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
  getDepartmentTree: defineRoute({
    id: "getDepartmentTree",
    method: "GET",
    path: "/api/v1/departments/tree",
    tag,
    summary: "The whole tree in one short answer",
    permission: read,
    responses: { 200: departmentTree },
    errorCodes: [],
  }),
  createDepartment: defineRoute({
    id: "createDepartment",
    method: "POST",
    path: "/api/v1/departments",
    tag,
    summary: "Create a built-in department (S3)",
    permission: write,
    body: newDepartment,
    responses: { 201: departmentDetail },
    errorCodes: ["built_in_unsupported", "reference_unknown"],
  }),
  updateDepartment: defineRoute({
    id: "updateDepartment",
    method: "PATCH",
    path: "/api/v1/departments/:id",
    tag,
    summary: "Rename or move a department that Feishu does not feed",
    permission: write,
    params,
    body: departmentChanges,
    responses: { 200: departmentDetail },
    errorCodes: ["department_not_found", "field_fed_by_feishu", "reference_unknown", "department_below_itself"],
  }),
  deleteDepartment: defineRoute({
    id: "deleteDepartment",
    method: "DELETE",
    path: "/api/v1/departments/:id",
    tag,
    summary: "Delete an empty department that Feishu does not feed",
    permission: write,
    params,
    responses: { 200: departmentDetail },
    errorCodes: ["department_not_found", "field_fed_by_feishu", "department_in_use"],
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
    params: syncDepartmentParams,
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
