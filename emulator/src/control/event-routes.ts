import { z } from "zod";
import type { App } from "../apps/app.ts";
import type { PushChannel } from "../apps/push-settings.ts";
import { type EventPush, showEvent } from "../events/event-push.ts";
import { forgeryInput } from "../events/forgery.ts";
import type { Platform } from "../platform.ts";
import { type ControlCall, type ControlRoute, concernedApp, readControlBody } from "./control-route.ts";
import { ControlMistake } from "./mistake.ts";

/** Events and callbacks: what the developer console sets, what is on its way, and what befalls it there. */
export const eventControl: readonly ControlRoute[] = [
  { method: "GET", pattern: "/subscription", run: (call) => showSubscription(concernedApp(call)) },
  { method: "PUT", pattern: "/subscription", run: changeSubscription },
  { method: "GET", pattern: "/events", run: listEvents },
  { method: "POST", pattern: "/events", run: emitEvent },
  { method: "GET", pattern: "/events/statistics", run: showStatistics },
  { method: "POST", pattern: "/events/settle", run: settle },
  { method: "GET", pattern: "/events/disturbance", run: ({ platform }) => showDisturbance(platform) },
  { method: "PUT", pattern: "/events/disturbance", run: changeDisturbance },
  { method: "POST", pattern: "/events/:event/push", run: pushAgain },
];

const channelBody = z.strictObject({
  mode: z.enum(["long_connection", "webhook", "off"]),
  request_url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
});
const subscriptionBody = z.strictObject({
  events: channelBody.optional(),
  callbacks: channelBody.optional(),
  event_types: z.array(z.string().min(1)).nullable().optional(),
  encrypt_key: z.string().min(1).max(32).nullable().optional(),
  verification_token: z.string().min(1).optional(),
  /** Whether a new request URL must answer the challenge first, as the console wants it. */
  verify: z.boolean().default(true),
});
type SubscriptionBody = z.infer<typeof subscriptionBody>;

/** Keys first: the challenge already uses them. A URL that fails it changes nothing. */
async function changeSubscription(call: ControlCall) {
  const body = readControlBody(call, subscriptionBody);
  const app = concernedApp(call);
  const { push } = app;
  const former = { encryptKey: push.encryptKey, verificationToken: push.verificationToken };
  if (body.encrypt_key !== undefined) push.encryptKey = body.encrypt_key;
  push.verificationToken = body.verification_token ?? push.verificationToken;
  for (const url of newUrls(app, body)) {
    if (await call.platform.sender.verify(app, url)) continue;
    Object.assign(push, former);
    throw new ControlMistake(400, "challenge_failed", `${url} did not answer the challenge within a second`);
  }
  if (body.event_types !== undefined) push.eventTypes = body.event_types === null ? null : new Set(body.event_types);
  for (const name of ["events", "callbacks"] as const) {
    const channel = body[name];
    if (channel === undefined) continue;
    push[name].mode = channel.mode;
    if (channel.request_url !== undefined) push[name].requestUrl = channel.request_url;
  }
  return showSubscription(app);
}

function newUrls(app: App, body: SubscriptionBody): string[] {
  if (!body.verify) return [];
  const urls = (["events", "callbacks"] as const).flatMap((name) => {
    const url = body[name]?.request_url ?? null;
    return url === null || url === app.push[name].requestUrl ? [] : [url];
  });
  return [...new Set(urls)];
}

function showSubscription({ push }: App) {
  const channel = ({ mode, requestUrl }: PushChannel) => ({ mode, request_url: requestUrl });
  return {
    events: channel(push.events),
    callbacks: channel(push.callbacks),
    event_types: push.eventTypes === null ? null : [...push.eventTypes],
    encrypt_key: push.encryptKey,
    verification_token: push.verificationToken,
  };
}

/** Events of one app, the oldest first; `?type=` and `?state=` narrow, `?limit=` the latest ones only. */
function listEvents(call: ControlCall) {
  const app = concernedApp(call);
  const [type, state] = [call.query.get("type"), call.query.get("state")];
  const limit = Number(call.query.get("limit") ?? "1000");
  if (!Number.isInteger(limit) || limit < 1) throw new ControlMistake(400, "limit_invalid", "limit is a number from 1");
  const found = [...call.platform.events.log].filter(
    (push) =>
      push.app.appId === app.appId && (type === null || push.type === type) && (state === null || push.state === state),
  );
  return found.slice(-limit).map(showEvent);
}

const eventBody = z.strictObject({
  type: z.string().min(1),
  event: z.record(z.string(), z.unknown()),
  forgery: forgeryInput.optional(),
});

/** Any event, also one nothing in the tenant caused. */
function emitEvent(call: ControlCall) {
  const { type, event, forgery } = readControlBody(call, eventBody);
  const push = call.platform.emit(concernedApp(call), type, event, forgery);
  if (push === undefined) throw new ControlMistake(400, "not_subscribed", `the app is not subscribed to ${type}`);
  return showEvent(push);
}

function pushAgain(call: ControlCall) {
  const push: EventPush | undefined = call.platform.events.find(call.params[0] ?? "");
  if (push === undefined) throw new ControlMistake(404, "event_unknown", `there is no event ${call.params[0]}`);
  call.platform.events.repeat(push);
  return showEvent(push);
}

function showStatistics(call: ControlCall) {
  const { appId } = concernedApp(call);
  const { events, callbacks, hub } = call.platform;
  return { events: events.report(appId), callbacks: callbacks.of(appId), connections: hub.connectionsOf(appId).length };
}

/** Waits until everything due has been pushed and answered. */
async function settle(call: ControlCall) {
  await call.platform.events.settle();
  return showStatistics(call);
}

const share = z.number().min(0).max(1).optional();
const disturbanceBody = z.strictObject({
  duplicate_share: share,
  drop_share: share,
  scatter_seconds: z.number().min(0).optional(),
  hold: z.boolean().optional(),
  seed: z.number().int().optional(),
});

function changeDisturbance(call: ControlCall) {
  const body = readControlBody(call, disturbanceBody);
  const { disturbance } = call.platform.events;
  disturbance.duplicateShare = body.duplicate_share ?? disturbance.duplicateShare;
  disturbance.dropShare = body.drop_share ?? disturbance.dropShare;
  disturbance.scatterSeconds = body.scatter_seconds ?? disturbance.scatterSeconds;
  disturbance.hold = body.hold ?? disturbance.hold;
  disturbance.seed = body.seed ?? disturbance.seed;
  call.platform.events.release();
  return showDisturbance(call.platform);
}

function showDisturbance({ events: { disturbance } }: Platform) {
  return {
    duplicate_share: disturbance.duplicateShare,
    drop_share: disturbance.dropShare,
    scatter_seconds: disturbance.scatterSeconds,
    hold: disturbance.hold,
    seed: disturbance.seed,
  };
}
