import { z } from "zod";
import { rangeNodes } from "../api/contact-v3/range-and-enums.ts";
import type { App } from "../apps/app.ts";
import type { RangeChoice } from "../apps/contact-range.ts";
import { scopesOfSet } from "../apps/scopes.ts";
import { rangeUpdate } from "../events/app-events.ts";
import type { Platform } from "../platform.ts";
import { type ControlCall, type ControlRoute, concernedApp, readControlBody } from "./control-route.ts";
import { ControlMistake } from "./mistake.ts";
import { findDepartment, findUser } from "./references.ts";

/** Control of the apps: what the developer console and the administrator decide. */
export const appControl: readonly ControlRoute[] = [
  { method: "GET", pattern: "/range", run: (call) => showRange(call.platform, concernedApp(call)) },
  { method: "PUT", pattern: "/range", run: changeRange },
  { method: "GET", pattern: "/scopes", run: (call) => showScopes(concernedApp(call)) },
  { method: "PUT", pattern: "/scopes", run: replaceScopes },
  { method: "PATCH", pattern: "/scopes", run: changeScopes },
  { method: "PATCH", pattern: "/app", run: changeApp },
  { method: "POST", pattern: "/apps", run: addApp },
  { method: "POST", pattern: "/tokens/revoke", run: revokeTokens },
];

const names = z.array(z.string().min(1));
const rangeBody = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("all") }),
  z.strictObject({
    type: z.literal("some"),
    department_ids: names.default([]),
    user_ids: names.default([]),
    group_ids: names.default([]),
  }),
]);

function readRange(platform: Platform, app: App, body: z.infer<typeof rangeBody>): RangeChoice {
  if (body.type === "all") return { type: "all" };
  for (const id of body.group_ids) {
    const known = platform.tenant.groups.some((group) => group.id === id);
    if (!known) throw new ControlMistake(404, "group_unknown", `there is no group ${id}`);
  }
  return {
    type: "some",
    departments: body.department_ids.map((id) => findDepartment(platform, id)),
    users: body.user_ids.map((id) => findUser(platform, app, id)),
    groups: body.group_ids,
  };
}

function changeRange(call: ControlCall) {
  const { platform } = call;
  const app = concernedApp(call);
  const before = rangeNodes(platform.tenant, app);
  app.range.choose(readRange(platform, app, readControlBody(call, rangeBody)));
  const update = rangeUpdate(platform.tenant, app, before, rangeNodes(platform.tenant, app));
  if (update !== undefined) platform.emit(app, "contact.scope.updated_v3", update);
  return showRange(platform, app);
}

function showRange(platform: Platform, app: App) {
  const { choice } = app.range;
  if (choice.type === "all") return { type: "all", department_ids: [], user_ids: [], group_ids: [] };
  return {
    type: "some",
    department_ids: choice.departments.map((department) => platform.lookup.openDepartmentId(department)),
    user_ids: choice.users.map((user) => app.ids.ofUser(user, "open_id")),
    group_ids: choice.groups,
  };
}

const scopesBody = z.union([
  z.strictObject({ granted: names }),
  z.strictObject({ set: z.enum(["full", "legacy", "none"]) }),
]);

function replaceScopes(call: ControlCall) {
  const body = readControlBody(call, scopesBody);
  const app = concernedApp(call);
  app.grantExactly("set" in body ? scopesOfSet(body.set) : body.granted);
  return showScopes(app);
}

const scopeChangeBody = z.strictObject({ grant: names.default([]), revoke: names.default([]) });

function changeScopes(call: ControlCall) {
  const { grant, revoke } = readControlBody(call, scopeChangeBody);
  const app = concernedApp(call);
  app.grantExactly([...app.granted, ...grant].filter((scope) => !revoke.includes(scope)));
  return showScopes(app);
}

function showScopes(app: App) {
  return { granted: [...app.granted].sort() };
}

const appBody = z.strictObject({
  secret: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  enabled: z.boolean().optional(),
  bot_enabled: z.boolean().optional(),
  refresh_enabled: z.boolean().optional(),
  ip_allowed: z.boolean().optional(),
  quota_left: z.number().int().min(0).nullable().optional(),
  contacts_scope_type: z.literal("equal_to_availability").nullable().optional(),
  batch_daily_limit: z.number().int().min(0).optional(),
});

function changeApp(call: ControlCall) {
  const body = readControlBody(call, appBody);
  const app = concernedApp(call);
  app.secret = body.secret ?? app.secret;
  app.name = body.name ?? app.name;
  app.enabled = body.enabled ?? app.enabled;
  app.botEnabled = body.bot_enabled ?? app.botEnabled;
  app.refreshEnabled = body.refresh_enabled ?? app.refreshEnabled;
  app.ipAllowed = body.ip_allowed ?? app.ipAllowed;
  if (body.quota_left !== undefined) app.quotaLeft = body.quota_left;
  if (body.contacts_scope_type !== undefined) app.rangeMode = body.contacts_scope_type;
  call.platform.batches.dailyLimit = body.batch_daily_limit ?? call.platform.batches.dailyLimit;
  return showApp(app);
}

function showApp(app: App) {
  return {
    app_id: app.appId,
    name: app.name,
    enabled: app.enabled,
    bot_enabled: app.botEnabled,
    refresh_enabled: app.refreshEnabled,
    ip_allowed: app.ipAllowed,
    quota_left: app.quotaLeft,
    contacts_scope_type: app.rangeMode ?? app.range.choice.type,
  };
}

const newAppBody = z.strictObject({
  app_id: z.string().regex(/^cli_[0-9a-f]{16}$/),
  app_secret: z.string().min(1),
  scopes: z.union([names, z.enum(["full", "legacy", "none"])]).default("full"),
  range: rangeBody.default({ type: "all" }),
});

function addApp(call: ControlCall) {
  const body = readControlBody(call, newAppBody);
  const { platform } = call;
  if (platform.apps.has(body.app_id)) throw new ControlMistake(400, "app_exists", `app ${body.app_id} exists`);
  const range = readRange(platform, platform.firstApp, body.range);
  const scopes = typeof body.scopes === "string" ? scopesOfSet(body.scopes) : body.scopes;
  return showApp(platform.addApp(body.app_id, body.app_secret, scopes, range));
}

function revokeTokens({ platform }: ControlCall) {
  platform.tokens.revokeAll();
  platform.signIn.tokens.revokeAll();
  return { revoked: true };
}
