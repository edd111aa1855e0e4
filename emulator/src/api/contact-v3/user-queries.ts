import { z } from "zod";
import { userIdType } from "../../gateway/params.ts";
import { TIER_4, TIER_6 } from "../../gateway/rate-limit.ts";
import { readBody } from "../../gateway/read-body.ts";
import { type Reply, success } from "../../gateway/reply.ts";
import type { AppCall, Route } from "../../gateway/route.ts";
import { knownUser } from "./addressing.ts";

/** Ids by e-mail or mobile, and names by id (feishu-contract 3.7). */

export const userQueryRoutes: readonly Route[] = [
  {
    method: "POST",
    pattern: "/open-apis/contact/v3/users/batch_get_id",
    auth: "tenant",
    tier: TIER_4,
    anyScope: ["contact:user.id:readonly"],
    handle: batchGetId,
  },
  {
    method: "POST",
    pattern: "/open-apis/contact/v3/users/basic_batch",
    auth: "tenant",
    tier: TIER_6,
    anyScope: ["contact:user.basic_profile:readonly"],
    guardsUserIds: true,
    handle: basicBatch,
  },
];

const idQuery = z.object({
  emails: z.array(z.string()).max(50).optional(),
  mobiles: z.array(z.string()).max(50).optional(),
  include_resigned: z.boolean().optional(),
});

/** One entry per address asked for; without `user_id` where nobody visible has it. */
function batchGetId(call: AppCall): Reply {
  const type = userIdType(call);
  const body = readBody(call, idQuery);
  const { tenant } = call.platform;
  const { addresses } = tenant;
  const entry = (found: readonly number[]) => {
    const visible = found.filter((user) => call.app.range.coversUser(user));
    const present = visible.find((user) => !tenant.isResigned(user));
    const user = present ?? (body.include_resigned === true ? visible.at(-1) : undefined);
    if (user === undefined || (type === "user_id" && !call.app.visibility.employeeId)) return {};
    const status = call.app.visibility.employee ? { status: tenant.person(user).status } : {};
    return { user_id: call.app.ids.ofUser(user, type), ...status };
  };
  return success({
    user_list: [
      ...(body.emails ?? []).map((email) => ({ ...entry(addresses.findByEmail(email)), email })),
      ...(body.mobiles ?? []).map((mobile) => ({ ...entry(addresses.findByMobile(mobile)), mobile })),
    ],
  });
}

const nameQuery = z.object({ user_ids: z.array(z.string()).min(1).max(10) });

/** Ignores the contact range. */
function basicBatch(call: AppCall): Reply {
  const type = userIdType(call);
  const { user_ids } = readBody(call, nameQuery);
  const found = user_ids.map((id) => knownUser(call, id)).filter((user) => user !== undefined);
  return success({
    users: found.map((user) => {
      const { name, enName } = call.platform.tenant.person(user);
      const i18n_name = { zh_cn: name, en_us: enName, ja_jp: "" };
      return { user_id: call.app.ids.ofUser(user, type), name, i18n_name };
    }),
  });
}
