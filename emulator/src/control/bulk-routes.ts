import { z } from "zod";
import type { Platform } from "../platform.ts";
import { changeStatus, editUser, resignUser, restoreUser } from "../tenant/change-user.ts";
import { draw } from "../tenant/random.ts";
import { type ControlCall, type ControlRoute, concernedApp, readControlBody } from "./control-route.ts";
import { ControlMistake } from "./mistake.ts";
import { findDepartment, findUser } from "./references.ts";

/** Control of many people at once: a tenth resigns, one percent changes. */
export const bulkControl: readonly ControlRoute[] = [
  { method: "POST", pattern: "/users/bulk", run: changeMany },
  { method: "POST", pattern: "/users/bulk-edit", run: editMany },
];

const choice = {
  share: z.number().min(0).max(1).optional(),
  count: z.number().int().min(0).optional(),
  users: z.array(z.string()).optional(),
  departments: z.array(z.string()).optional(),
  seed: z.number().int().default(1),
};
const bulkBody = z.strictObject({ action: z.enum(["resign", "freeze", "thaw", "restore"]), ...choice });
const bulkEditBody = z.strictObject({
  ...choice,
  set: z.strictObject({
    job_title: z.string().nullable().optional(),
    nickname: z.string().optional(),
    suffix_name: z.string().optional(),
  }),
});
type Choice = Pick<z.infer<typeof bulkBody>, keyof typeof choice>;

function changeMany(call: ControlCall) {
  const body = readControlBody(call, bulkBody);
  const { tenant } = call.platform;
  const users = choose(call, body, (user) => {
    const { status } = tenant.person(user);
    if (body.action === "restore") return status.is_resigned;
    return !status.is_resigned && (body.action !== "thaw" || status.is_frozen);
  });
  for (const user of users) {
    if (body.action === "resign") resignUser(tenant, user);
    else if (body.action === "restore") restoreUser(tenant, user);
    else changeStatus(tenant, user, { is_frozen: body.action === "freeze" });
  }
  return affected(call, users);
}

function editMany(call: ControlCall) {
  const body = readControlBody(call, bulkEditBody);
  const { tenant } = call.platform;
  const { job_title, nickname, suffix_name } = body.set;
  const users = choose(call, body, (user) => !tenant.isResigned(user));
  for (const user of users) {
    editUser(tenant, user, {
      ...(job_title === undefined ? {} : { jobTitle: job_title }),
      ...(nickname === undefined ? {} : { nickname }),
      ...(suffix_name === undefined ? {} : { name: tenant.person(user).name + suffix_name }),
    });
  }
  return affected(call, users);
}

/** Named people, or a number or share of the eligible ones, drawn by the seed. */
function choose(call: ControlCall, body: Choice, eligible: (user: number) => boolean): number[] {
  const { platform } = call;
  const app = concernedApp(call);
  if (body.users !== undefined)
    return body.users.map((reference) => findUser(platform, app, reference)).filter(eligible);
  if (body.share === undefined && body.count === undefined) {
    throw new ControlMistake(400, "body_invalid", "one of share, count or users is needed");
  }
  const candidates = candidatesOf(platform, body.departments).filter(eligible);
  const wanted = body.count ?? Math.round(candidates.length * (body.share ?? 0));
  const drawn = candidates.map((user) => ({ user, place: draw(body.seed, user, 100) }));
  drawn.sort((left, right) => left.place - right.place || left.user - right.user);
  return drawn.slice(0, wanted).map(({ user }) => user);
}

function candidatesOf(platform: Platform, references: readonly string[] | undefined): number[] {
  const { tenant } = platform;
  const everybody = Array.from({ length: tenant.population }, (_, user) => user);
  if (references === undefined) return everybody;
  const departments = new Set(
    references
      .map((reference) => findDepartment(platform, reference))
      .flatMap((index) => [index, ...tenant.tree.subtreeOf(index)]),
  );
  return everybody.filter((user) =>
    Array.from(tenant.memberships.departmentsOf(user)).some((index) => departments.has(index)),
  );
}

function affected(call: ControlCall, users: readonly number[]) {
  const { ids } = concernedApp(call);
  return { affected: users.length, open_ids: users.map((user) => ids.ofUser(user, "open_id")) };
}
