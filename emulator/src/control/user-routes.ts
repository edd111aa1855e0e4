import { z } from "zod";
import type { App } from "../apps/app.ts";
import type { Platform } from "../platform.ts";
import { MOST_DEPARTMENTS_OF_A_USER } from "../tenant/blueprint.ts";
import {
  changeStatus,
  editUser,
  hireUser,
  moveUser,
  type PersonEdit,
  rehireUser,
  resignUser,
  restoreUser,
} from "../tenant/change-user.ts";
import { type ControlCall, type ControlRoute, concernedApp, readControlBody } from "./control-route.ts";
import { findDepartment, findUser } from "./references.ts";
import { showUser } from "./snapshot.ts";

/** Control of single people. */
export const userControl: readonly ControlRoute[] = [
  { method: "POST", pattern: "/users", run: hire },
  { method: "GET", pattern: "/users/:user", run: (call) => show(call, addressed(call)) },
  { method: "PATCH", pattern: "/users/:user", run: edit },
  { method: "POST", pattern: "/users/:user/resign", run: acting(resignUser) },
  {
    method: "POST",
    pattern: "/users/:user/freeze",
    run: acting((tenant, user) => changeStatus(tenant, user, { is_frozen: true })),
  },
  {
    method: "POST",
    pattern: "/users/:user/thaw",
    run: acting((tenant, user) => changeStatus(tenant, user, { is_frozen: false })),
  },
  {
    method: "POST",
    pattern: "/users/:user/exit",
    run: acting((tenant, user) => changeStatus(tenant, user, { is_exited: true })),
  },
  {
    method: "POST",
    pattern: "/users/:user/activate",
    run: acting((tenant, user) => changeStatus(tenant, user, { is_activated: true, is_unjoin: false })),
  },
  { method: "POST", pattern: "/users/:user/restore", run: acting(restoreUser) },
  { method: "POST", pattern: "/users/:user/rehire", run: rehire },
];

const text = z.string();
const optionalText = z.string().nullable().optional();
const userBody = z.strictObject({
  name: text.min(1).optional(),
  en_name: text.optional(),
  nickname: text.optional(),
  email: optionalText,
  enterprise_email: optionalText,
  mobile: optionalText,
  mobile_visible: z.boolean().optional(),
  gender: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).optional(),
  user_id: text.regex(/^\S{1,64}$/).optional(),
  employee_no: optionalText,
  employee_type: z.number().int().min(1).optional(),
  job_title: optionalText,
  city: text.optional(),
  custom_attrs: z.array(z.looseObject({ type: text, id: text })).optional(),
  leader: optionalText,
  departments: z.array(text).max(MOST_DEPARTMENTS_OF_A_USER).optional(),
});
type UserBody = z.infer<typeof userBody>;

function hire(call: ControlCall) {
  const body = readControlBody(call, userBody.required({ name: true }));
  const { platform } = call;
  const app = concernedApp(call);
  const leader = leaderOf(platform, app, body);
  const user = hireUser(platform.tenant, editOf(body), departmentsOf(platform, body) ?? [], leader);
  return show(call, user);
}

function edit(call: ControlCall) {
  const body = readControlBody(call, userBody);
  const { platform } = call;
  const app = concernedApp(call);
  const user = addressed(call);
  const [departments, leader] = [departmentsOf(platform, body), leaderOf(platform, app, body)];
  editUser(platform.tenant, user, editOf(body));
  if (departments !== undefined) moveUser(platform.tenant, user, departments);
  if (body.leader !== undefined) platform.tenant.storeLeader(user, leader);
  return show(call, user);
}

const rehireBody = z.strictObject({ new_person: z.boolean().default(false) });

function rehire(call: ControlCall) {
  const { new_person } = readControlBody(call, rehireBody);
  return show(call, rehireUser(call.platform.tenant, addressed(call), !new_person));
}

function acting(act: (tenant: Platform["tenant"], user: number) => void) {
  return (call: ControlCall) => {
    const user = addressed(call);
    act(call.platform.tenant, user);
    return show(call, user);
  };
}

function addressed(call: ControlCall): number {
  return findUser(call.platform, concernedApp(call), call.params[0] ?? "");
}

function show(call: ControlCall, user: number) {
  return showUser(call.platform, concernedApp(call), user);
}

function departmentsOf(platform: Platform, body: Pick<UserBody, "departments">): number[] | undefined {
  return body.departments?.map((reference) => findDepartment(platform, reference));
}

function leaderOf(platform: Platform, app: App, body: Pick<UserBody, "leader">): number | undefined {
  return typeof body.leader === "string" ? findUser(platform, app, body.leader) : undefined;
}

/** Only what was named changes. */
function editOf(body: UserBody): PersonEdit {
  const named: [keyof PersonEdit, unknown][] = [
    ["name", body.name],
    ["enName", body.en_name],
    ["nickname", body.nickname],
    ["email", body.email],
    ["enterpriseEmail", body.enterprise_email],
    ["mobile", body.mobile],
    ["mobileVisible", body.mobile_visible],
    ["gender", body.gender],
    ["userId", body.user_id],
    ["employeeNo", body.employee_no],
    ["employeeType", body.employee_type],
    ["jobTitle", body.job_title],
    ["city", body.city],
    ["customAttrs", body.custom_attrs],
  ];
  return Object.fromEntries(named.filter(([, value]) => value !== undefined)) as PersonEdit;
}
