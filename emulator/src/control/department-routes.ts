import { z } from "zod";
import {
  type DepartmentEdit,
  DepartmentRefusal,
  deleteDepartment,
  deleteSubtree,
  editDepartment,
  makeDepartment,
} from "../tenant/change-department.ts";
import { type ControlCall, type ControlRoute, concernedApp, readControlBody } from "./control-route.ts";
import { ControlMistake } from "./mistake.ts";
import { findDepartment, findUser } from "./references.ts";
import { showDepartment } from "./snapshot.ts";

/** Control of departments. */
export const departmentControl: readonly ControlRoute[] = [
  { method: "POST", pattern: "/departments", run: (call) => refusable(() => make(call)) },
  { method: "GET", pattern: "/departments/:department", run: (call) => show(call, addressed(call)) },
  { method: "PATCH", pattern: "/departments/:department", run: (call) => refusable(() => edit(call)) },
  { method: "DELETE", pattern: "/departments/:department", run: (call) => refusable(() => remove(call)) },
];

const departmentBody = z.strictObject({
  name: z.string().optional(),
  parent: z.string().optional(),
  department_id: z
    .string()
    .regex(/^(?!od-)[a-zA-Z0-9][a-zA-Z0-9_\-@.]{0,63}$/)
    .optional(),
  order: z.number().int().min(0).optional(),
  leaders: z.array(z.string()).optional(),
  i18n_name: z.strictObject({ zh_cn: z.string(), en_us: z.string(), ja_jp: z.string() }).optional(),
});
type DepartmentBody = z.infer<typeof departmentBody>;

function make(call: ControlCall) {
  const body = readControlBody(call, departmentBody.required({ name: true }));
  const index = makeDepartment(call.platform.tenant, { ...editOf(call, body), name: body.name });
  return show(call, index);
}

function edit(call: ControlCall) {
  const { allow_cycle, ...body } = readControlBody(
    call,
    departmentBody.extend({ allow_cycle: z.boolean().default(false) }),
  );
  const index = addressed(call);
  editDepartment(call.platform.tenant, index, editOf(call, body), allow_cycle);
  return show(call, index);
}

function remove(call: ControlCall) {
  const index = addressed(call);
  const gone = show(call, index);
  if (call.query.get("with") === "subtree") deleteSubtree(call.platform.tenant, index);
  else deleteDepartment(call.platform.tenant, index);
  return gone;
}

function editOf(call: ControlCall, body: DepartmentBody): DepartmentEdit {
  const { platform } = call;
  const app = concernedApp(call);
  const leaders = body.leaders?.map((reference, place) => ({
    user: findUser(platform, app, reference),
    type: place === 0 ? (1 as const) : (2 as const),
  }));
  return {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.parent === undefined ? {} : { parent: findDepartment(platform, body.parent) }),
    ...(body.department_id === undefined ? {} : { departmentId: body.department_id }),
    ...(body.order === undefined ? {} : { order: body.order }),
    ...(leaders === undefined ? {} : { leaders }),
    ...(body.i18n_name === undefined ? {} : { i18nName: body.i18n_name }),
  };
}

function addressed(call: ControlCall): number {
  return findDepartment(call.platform, call.params[0] ?? "");
}

function show(call: ControlCall, index: number) {
  return showDepartment(call.platform, concernedApp(call), index);
}

/** The platform's own refusals keep their number. */
function refusable(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof DepartmentRefusal) throw new ControlMistake(400, `feishu_${error.code}`, error.message);
    throw error;
  }
}
