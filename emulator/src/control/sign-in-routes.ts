import { z } from "zod";
import { agreed } from "../api/authen/authorize-location.ts";
import { readAuthorizationRequest, readScopes } from "../api/authen/authorize-request.ts";
import { OAuthRefusal } from "../api/authen/oauth-refusal.ts";
import type { App } from "../apps/app.ts";
import { mayUse } from "../apps/availability.ts";
import { visibilityAddition } from "../events/app-events.ts";
import { CLIENT_CODE_MS } from "../sign-in/codes.ts";
import { giveCode } from "../sign-in/give-code.ts";
import { type ControlCall, type ControlRoute, concernedApp, readControlBody } from "./control-route.ts";
import { ControlMistake } from "./mistake.ts";
import { findUser } from "./references.ts";
import { showUser } from "./snapshot.ts";

/** Control of sign-in: where apps may send people back to, who may use them, and codes without a browser. */
export const signInControl: readonly ControlRoute[] = [
  { method: "GET", pattern: "/redirect-urls", run: (call) => showRedirects(concernedApp(call)) },
  { method: "PUT", pattern: "/redirect-urls", run: replaceRedirects },
  { method: "GET", pattern: "/availability", run: (call) => showAvailability(concernedApp(call)) },
  { method: "PUT", pattern: "/availability", run: replaceAvailability },
  { method: "POST", pattern: "/authorize", run: authorize },
  { method: "POST", pattern: "/client-code", run: giveClientCode },
  { method: "GET", pattern: "/client-person", run: showClientPerson },
  { method: "PUT", pattern: "/client-person", run: replaceClientPerson },
];

const redirectsBody = z.strictObject({ urls: z.array(z.url({ protocol: /^https?$/ })).max(300) });

function replaceRedirects(call: ControlCall) {
  const app = concernedApp(call);
  app.redirects.replace(readControlBody(call, redirectsBody).urls);
  return showRedirects(app);
}

function showRedirects(app: App) {
  return { urls: app.redirects.urls };
}

const availabilityBody = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("all") }),
  z.strictObject({ type: z.literal("some"), user_ids: z.array(z.string()).default([]) }),
]);

function replaceAvailability(call: ControlCall) {
  const body = readControlBody(call, availabilityBody);
  const app = concernedApp(call);
  const before = app.availability;
  const users = body.type === "all" ? [] : body.user_ids.map((id) => findUser(call.platform, app, id));
  app.availability = body.type === "all" ? body : { type: "some", users: new Set(users) };
  const added = users.filter((user) => !mayUse(before, user));
  if (added.length > 0) {
    call.platform.emit(app, "application.application.visibility.added_v6", visibilityAddition(app, added));
  }
  return showAvailability(app);
}

function showAvailability({ availability, ids }: App) {
  if (availability.type === "all") return { type: "all", user_ids: [] };
  return { type: "some", user_ids: [...availability.users].map((user) => ids.ofUser(user, "open_id")) };
}

const consent = {
  client_id: z.string().optional(),
  user: z.string(),
  scope: z.string().optional(),
  tenant_key: z.string().min(1).optional(),
};
const authorizeBody = z.strictObject({
  ...consent,
  redirect_uri: z.string(),
  state: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.string().optional(),
});

/** What the page does when somebody is chosen, refusals included. */
function authorize(call: ControlCall) {
  const { user, tenant_key, ...asked } = readControlBody(call, authorizeBody);
  const defaults = { client_id: concernedApp(call).appId, response_type: "code" };
  const params = new URLSearchParams({ ...defaults, ...asked });
  return refusing(() => {
    const request = readAuthorizationRequest(call.platform, params);
    return agreed(call.platform, request, findUser(call.platform, request.app, user), tenant_key);
  });
}

const clientCodeBody = z.strictObject(consent);

/** A code as `requestAccess` gives it inside the client. */
function giveClientCode(call: ControlCall) {
  const { client_id, user, scope, tenant_key } = readControlBody(call, clientCodeBody);
  const app = client_id === undefined ? concernedApp(call) : call.platform.apps.get(client_id);
  return refusing(() => {
    if (app === undefined) throw new OAuthRefusal(20048);
    const scopes = readScopes(app, scope ?? "");
    const person = findUser(call.platform, app, user);
    const consent = { app, user: person, scopes, tenantKey: tenant_key, lifetimeMs: CLIENT_CODE_MS };
    return { code: giveCode(call.platform, consent) };
  });
}

/** The platform's refusals as mistakes, named like `feishu_20029`. */
function refusing<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (error instanceof OAuthRefusal) throw new ControlMistake(400, `feishu_${error.code}`, error.message);
    throw error;
  }
}

const clientPersonBody = z.strictObject({ user: z.string().nullable() });

function replaceClientPerson(call: ControlCall) {
  const { user } = readControlBody(call, clientPersonBody);
  const { platform } = call;
  platform.signIn.clientPerson = user === null ? undefined : findUser(platform, concernedApp(call), user);
  return showClientPerson(call);
}

function showClientPerson(call: ControlCall) {
  const { clientPerson } = call.platform.signIn;
  return { user: clientPerson === undefined ? null : showUser(call.platform, concernedApp(call), clientPerson) };
}
