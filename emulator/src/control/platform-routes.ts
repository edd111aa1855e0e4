import { z } from "zod";
import { faultInput, wantsPageToken } from "../faults/fault.ts";
import { showFault } from "../faults/fault-board.ts";
import type { Platform } from "../platform.ts";
import { BlueprintMistake } from "../tenant/blueprint.ts";
import { type ControlCall, type ControlRoute, concernedApp, readControlBody, TextLines } from "./control-route.ts";
import { expectedCalls } from "./expected-calls.ts";
import { minimumOfCalls } from "./minimum.ts";
import { ControlMistake } from "./mistake.ts";
import { snapshotLines } from "./snapshot.ts";

/** Control of the emulator as a whole: reset, time, settings, limits, faults, statistics. */
export const platformControl: readonly ControlRoute[] = [
  { method: "GET", pattern: "", run: (call) => describe(call) },
  { method: "POST", pattern: "/reset", run: reset },
  {
    method: "GET",
    pattern: "/snapshot",
    run: (call) => new TextLines(snapshotLines(call.platform, concernedApp(call))),
  },
  { method: "GET", pattern: "/minimum", run: (call) => minimumOfCalls(call.platform, concernedApp(call)) },
  { method: "GET", pattern: "/statistics", run: ({ platform }) => platform.statistics.report() },
  { method: "DELETE", pattern: "/statistics", run: forgetStatistics },
  { method: "PUT", pattern: "/rate-limit", run: changeLimits },
  { method: "PUT", pattern: "/clock", run: changeClock },
  { method: "PATCH", pattern: "/settings", run: changeSettings },
  { method: "GET", pattern: "/faults", run: ({ platform }) => platform.faults.all.map(showFault) },
  { method: "POST", pattern: "/faults", run: setFault },
  { method: "DELETE", pattern: "/faults", run: clearFaults },
  { method: "DELETE", pattern: "/faults/:id", run: removeFault },
];

/** What `GET /__emulator` and a reset answer. */
function describe({ platform, url }: Pick<ControlCall, "platform" | "url">) {
  return {
    url,
    apps: [...platform.apps.values()].map((app) => ({
      app_id: app.appId,
      name: app.name,
      range: app.range.choice.type,
    })),
    tenant: describeTenant(platform),
    settings: showSettings(platform),
    clock: new Date(platform.clock.now()).toISOString(),
  };
}

export function describeTenant(platform: Platform) {
  const { tenant } = platform;
  const counts = {
    users: 0,
    active: 0,
    frozen: 0,
    exited: 0,
    unactivated: 0,
    unjoined: 0,
    resigned: 0,
    memberships: 0,
  };
  for (let user = 0; user < tenant.population; user += 1) {
    const { status } = tenant.person(user);
    if (status.is_resigned) {
      counts.resigned += 1;
      continue;
    }
    counts.users += 1;
    if (status.is_exited) counts.exited += 1;
    else if (status.is_frozen) counts.frozen += 1;
    else counts.active += 1;
    if (status.is_unjoin) counts.unjoined += 1;
    else if (!status.is_activated) counts.unactivated += 1;
    const departments = tenant.memberships.departmentsOf(user);
    for (let at = 0; at < departments.length; at += 1) if (departments[at] !== 0) counts.memberships += 1;
  }
  const root = tenant.tree.subtreeOf(0);
  return { tenant_key: tenant.key, seed: tenant.blueprint.seed, departments: root.length, ...counts };
}

const count = z.number().int().min(0);
const resetBody = z.strictObject({
  seed: count.optional(),
  users: count.optional(),
  departments: count.optional(),
  memberships: count.optional(),
  root_people: count.optional(),
  frozen: count.optional(),
  exited: count.optional(),
  unactivated: count.optional(),
  unjoined: count.optional(),
  resigned: count.optional(),
  long_names: count.optional(),
});

function reset(call: ControlCall) {
  const { root_people, long_names, ...plain } = readControlBody(call, resetBody);
  const renamed = {
    ...plain,
    ...(root_people === undefined ? {} : { rootPeople: root_people }),
    ...(long_names === undefined ? {} : { longNames: long_names }),
  };
  try {
    call.platform.reset(renamed);
  } catch (error) {
    if (error instanceof BlueprintMistake) throw new ControlMistake(400, "sizes_contradictory", error.message);
    throw error;
  }
  return describe(call);
}

function forgetStatistics({ platform }: ControlCall) {
  platform.statistics.forget();
  return platform.statistics.report();
}

const limitsBody = z.strictObject({
  enabled: z.boolean().optional(),
  old_api_status: z.union([z.literal(400), z.literal(429)]).optional(),
});

function changeLimits(call: ControlCall) {
  const body = readControlBody(call, limitsBody);
  const { limits } = call.platform;
  if (body.enabled !== undefined) {
    limits.enabled = body.enabled;
    limits.forget();
  }
  limits.oldApiStatus = body.old_api_status ?? limits.oldApiStatus;
  return { enabled: limits.enabled, old_api_status: limits.oldApiStatus };
}

const clockBody = z.union([
  z.strictObject({ advance_seconds: z.number().min(0) }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ follow: z.literal(true) }),
  z.strictObject({ speed: z.number().min(0).max(1000) }),
]);

function changeClock(call: ControlCall) {
  const body = readControlBody(call, clockBody);
  const { clock } = call.platform;
  if ("advance_seconds" in body) clock.advance(body.advance_seconds * 1000);
  else if ("now" in body) clock.setTo(Date.parse(body.now));
  else if ("speed" in body) clock.runAt(body.speed);
  else clock.follow();
  return { now: new Date(clock.now()).toISOString(), speed: clock.speed };
}

const settingsBody = z.strictObject({
  shuffle: z.boolean().optional(),
  big_department: count.optional(),
  token_seconds: z.number().int().min(1).max(7200).optional(),
  page_token_seconds: z.number().min(0).optional(),
  ehr: z.boolean().optional(),
  unknown_department_code: z.union([z.literal(40015), z.literal(40008), z.literal(99992380)]).optional(),
  request_access: z.boolean().optional(),
  sign_in_tenant_key: z.string().min(1).nullable().optional(),
});

function changeSettings(call: ControlCall) {
  const body = readControlBody(call, settingsBody);
  const { settings, tokens, pageTokens } = call.platform;
  settings.shuffle = body.shuffle ?? settings.shuffle;
  settings.bigDepartment = body.big_department ?? settings.bigDepartment;
  settings.ehr = body.ehr ?? settings.ehr;
  settings.unknownDepartmentCode = body.unknown_department_code ?? settings.unknownDepartmentCode;
  settings.requestAccess = body.request_access ?? settings.requestAccess;
  if (body.sign_in_tenant_key !== undefined) settings.signInTenantKey = body.sign_in_tenant_key;
  tokens.lifetimeSeconds = body.token_seconds ?? tokens.lifetimeSeconds;
  pageTokens.lifetimeSeconds = body.page_token_seconds ?? pageTokens.lifetimeSeconds;
  return showSettings(call.platform);
}

function showSettings({ settings, tokens, pageTokens, limits }: Platform) {
  return {
    shuffle: settings.shuffle,
    big_department: settings.bigDepartment,
    ehr: settings.ehr,
    unknown_department_code: settings.unknownDepartmentCode,
    request_access: settings.requestAccess,
    sign_in_tenant_key: settings.signInTenantKey,
    token_seconds: tokens.lifetimeSeconds,
    page_token_seconds: pageTokens.lifetimeSeconds,
    rate_limit: limits.enabled,
  };
}

function setFault(call: ControlCall) {
  const input = readControlBody(call, faultInput);
  return showFault(call.platform.faults.set(input, expectedCalls(call.platform, input.path, wantsPageToken(input))));
}

function clearFaults({ platform }: ControlCall) {
  platform.faults.clear();
  return [];
}

function removeFault({ platform, params }: ControlCall) {
  const [id = ""] = params;
  if (!platform.faults.remove(id)) throw new ControlMistake(404, "fault_unknown", `there is no fault ${id}`);
  return platform.faults.all.map(showFault);
}
