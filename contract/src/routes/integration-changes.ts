import { z } from "zod";
import { feishuCodes } from "../errors/feishu.ts";
import { operatorsWith, ownersWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { instant } from "../schemas/base.ts";
import { feishuEventsChange } from "../schemas/feishu-event.ts";
import { diagnosis, feishuIntegration } from "../schemas/integration.ts";
import {
  appSecret,
  candidateApp,
  integrationDraft,
  integrationDraftChange,
  schedule,
  timeZone,
  userSyncChange,
} from "../schemas/integration-settings.ts";

const tag = "Integrations";
const base = "/api/v1/integrations/feishu";
const write = operatorsWith("integration:write");
/** Removal takes every link away: owners only (product.md 5.16). */
const ownersOnly = ownersWith("admin");

/** Setting up the Feishu integration, changing and removing it. */
export const integrationChangeRoutes = {
  getFeishuDraft: defineRoute({
    id: "getFeishuDraft",
    method: "GET",
    path: `${base}/draft`,
    tag,
    summary: "The unfinished set-up, without its secret",
    permission: readersWith("integration:write"),
    responses: { 200: integrationDraft },
    errorCodes: ["integration_draft_not_found"],
  }),
  saveFeishuDraft: defineRoute({
    id: "saveFeishuDraft",
    method: "PUT",
    path: `${base}/draft`,
    tag,
    summary: "Begin a set-up or save its progress",
    permission: write,
    body: integrationDraftChange,
    responses: { 200: integrationDraft },
    errorCodes: ["integration_draft_incomplete"],
  }),
  discardFeishuDraft: defineRoute({
    id: "discardFeishuDraft",
    method: "DELETE",
    path: `${base}/draft`,
    tag,
    summary: "Throw the unfinished set-up away",
    permission: write,
    responses: { 200: z.object({ discarded: z.boolean() }) },
    errorCodes: [],
  }),
  checkFeishuApp: defineRoute({
    id: "checkFeishuApp",
    method: "POST",
    path: `${base}/draft/check`,
    tag,
    summary: "Ask Feishu about an app before anything is stored",
    permission: write,
    body: candidateApp,
    responses: { 200: diagnosis },
    errorCodes: ["integration_draft_incomplete"],
  }),
  createFeishuIntegration: defineRoute({
    id: "createFeishuIntegration",
    method: "POST",
    path: base,
    tag,
    summary: "Finish the set-up: the draft becomes the integration",
    permission: write,
    responses: { 201: feishuIntegration },
    errorCodes: [
      "integration_draft_not_found",
      "integration_draft_incomplete",
      "integration_exists",
      "user_sync_owned_elsewhere",
      ...feishuCodes,
    ],
  }),
  changeFeishuIntegration: defineRoute({
    id: "changeFeishuIntegration",
    method: "PATCH",
    path: base,
    tag,
    summary: "Change the integration's own settings",
    permission: write,
    body: z.strictObject({ support_built_in_users: z.boolean() }).partial(),
    responses: { 200: feishuIntegration },
    errorCodes: ["integration_not_configured", "set_by_file"],
  }),
  replaceFeishuSecret: defineRoute({
    id: "replaceFeishuSecret",
    method: "PUT",
    path: `${base}/secret`,
    tag,
    summary: "Replace the App Secret once Feishu takes it",
    permission: write,
    body: z.strictObject({ app_secret: appSecret }),
    responses: { 200: feishuIntegration },
    errorCodes: ["integration_not_configured", "set_by_file", ...feishuCodes],
  }),
  changeFeishuEvents: defineRoute({
    id: "changeFeishuEvents",
    method: "PUT",
    path: `${base}/events`,
    tag,
    summary: "Choose how events of Feishu arrive",
    permission: write,
    body: feishuEventsChange,
    responses: { 200: feishuIntegration },
    errorCodes: ["integration_not_configured", "set_by_file", "event_keys_missing"],
  }),
  removeFeishuIntegration: defineRoute({
    id: "removeFeishuIntegration",
    method: "DELETE",
    path: base,
    tag,
    summary: "Remove the integration: links go, people and departments stay",
    permission: ownersOnly,
    query: z.strictObject({ confirm: z.string().trim().min(1).max(300).describe("The App ID, or the company's name") }),
    responses: {
      200: z.object({ unlinked_users: z.int().nonnegative(), unlinked_departments: z.int().nonnegative() }),
    },
    errorCodes: ["integration_not_configured", "set_by_file", "removal_not_confirmed", "operator_password_missing"],
  }),
  changeUserSync: defineRoute({
    id: "changeUserSync",
    method: "PUT",
    path: `${base}/services/user-sync`,
    tag,
    summary: "Switch user and organization sync, and change its settings",
    permission: write,
    body: userSyncChange,
    responses: { 200: feishuIntegration },
    errorCodes: ["integration_not_configured", "set_by_file", "user_sync_owned_elsewhere"],
  }),
  previewSchedule: defineRoute({
    id: "previewSchedule",
    method: "POST",
    path: `${base}/services/user-sync/next-runs`,
    tag,
    summary: "The next three times a schedule would start a sync",
    permission: write,
    body: z.strictObject({ schedule, time_zone: timeZone }),
    responses: { 200: z.object({ next_runs: z.array(instant) }) },
    errorCodes: [],
  }),
  changeSingleSignOn: defineRoute({
    id: "changeSingleSignOn",
    method: "PUT",
    path: `${base}/services/single-sign-on`,
    tag,
    summary: "Switch signing in with Feishu; off ends every session that was opened with it",
    permission: write,
    body: z.strictObject({ enabled: z.boolean() }),
    responses: { 200: feishuIntegration },
    errorCodes: ["integration_not_configured", "set_by_file", "operator_password_missing"],
  }),
  changeFeishuClientAccess: defineRoute({
    id: "changeFeishuClientAccess",
    method: "PUT",
    path: `${base}/services/feishu-client-access`,
    tag,
    summary: "Switch the entry on the Feishu workbench",
    permission: write,
    body: z.strictObject({ enabled: z.boolean() }),
    responses: { 200: feishuIntegration },
    errorCodes: ["integration_not_configured", "set_by_file"],
  }),
  changeMessageNotifications: defineRoute({
    id: "changeMessageNotifications",
    method: "PUT",
    path: `${base}/services/message-notifications`,
    tag,
    summary: "Switch messages by the app's bot, and how they find people",
    permission: write,
    body: z.strictObject({
      enabled: z.boolean(),
      method: z
        .enum(["account_binding", "email"])
        .optional()
        .describe("By the link, or by the Feishu e-mail a person verified; left out, it stays as it is"),
    }),
    responses: { 200: feishuIntegration },
    errorCodes: ["integration_not_configured", "set_by_file"],
  }),
};
