import { operatorsWith, readersWith, recently } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { appointment, operator, operatorList, settings, settingsChange } from "../schemas/operators.ts";
import { userParams } from "../schemas/user.ts";

const place = { path: "/api/v1/operators/:id", tag: "Operators", params: userParams } as const;

/** Who runs the installation, and its settings. */
export const operatorRoutes = {
  listOperators: defineRoute({
    id: "listOperators",
    method: "GET",
    path: "/api/v1/operators",
    tag: "Operators",
    summary: "People with a role beyond their own account",
    permission: readersWith("admin"),
    responses: { 200: operatorList },
    errorCodes: [],
  }),
  appointOperator: defineRoute({
    ...place,
    id: "appointOperator",
    method: "PUT",
    summary: "Give a person a role",
    permission: recently(operatorsWith("admin")),
    body: appointment,
    responses: { 200: operator },
    errorCodes: ["user_not_found", "user_not_active", "owner_needed", "last_owner"],
  }),
  withdrawOperator: defineRoute({
    ...place,
    id: "withdrawOperator",
    method: "DELETE",
    summary: "Take a person's role away; they stay a member",
    permission: recently(operatorsWith("admin")),
    responses: { 200: operator },
    errorCodes: ["user_not_found", "owner_needed", "last_owner"],
  }),
  getSettings: defineRoute({
    id: "getSettings",
    method: "GET",
    path: "/api/v1/settings",
    tag: "Settings",
    summary: "Settings of the installation",
    permission: readersWith("admin"),
    responses: { 200: settings },
    errorCodes: [],
  }),
  changeSettings: defineRoute({
    id: "changeSettings",
    method: "PATCH",
    path: "/api/v1/settings",
    tag: "Settings",
    summary: "Change what no file and no variable sets",
    permission: operatorsWith("admin"),
    body: settingsChange,
    responses: { 200: settings },
    errorCodes: ["setting_declared", "public_url_insecure"],
  }),
};
