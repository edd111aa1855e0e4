import { operatorsWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { importBatch, importOutcome } from "../schemas/import.ts";

const tag = "Imports";
const permission = operatorsWith("admin");

/** Taking over people and groups of another system. */
export const importRoutes = {
  previewImport: defineRoute({
    id: "previewImport",
    method: "POST",
    path: "/api/v1/imports/preview",
    tag,
    summary: "What taking these records over would do",
    permission,
    body: importBatch,
    responses: { 200: importOutcome },
    errorCodes: ["integration_not_configured"],
  }),
  importRecords: defineRoute({
    id: "importRecords",
    method: "POST",
    path: "/api/v1/imports",
    tag,
    summary: "Take records over; what was taken over before stays as it is",
    permission,
    body: importBatch,
    responses: { 200: importOutcome },
    errorCodes: ["integration_not_configured"],
  }),
};
