import { KNOWN_SCOPES } from "../apps/scopes.ts";
import { ApiFailure, fieldViolation } from "../gateway/failure.ts";
import { takePage } from "../gateway/paging.ts";
import { departmentIdType, pageSize, required, userIdType } from "../gateway/params.ts";
import { SPECIAL_TIER, TIER_3, TIER_9 } from "../gateway/rate-limit.ts";
import { type Reply, success } from "../gateway/reply.ts";
import type { AppCall, Route } from "../gateway/route.ts";
import { OFFLINE_SCOPE } from "../sign-in/authorization.ts";
import { rangeNodes } from "./contact-v3/range-and-enums.ts";

/** What an app may know of itself: scopes, description, contact range (feishu-contract 5). */

const APPLICATIONS = "/open-apis/application/v6/applications";

export const applicationRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/open-apis/application/v6/scopes",
    auth: "tenant",
    tier: SPECIAL_TIER,
    anyScope: [],
    handle: listScopes,
  },
  {
    method: "GET",
    pattern: `${APPLICATIONS}/:app_id`,
    auth: "tenant",
    tier: TIER_9,
    anyScope: ["application:application:self_manage", "admin:app.info:readonly"],
    guardsUserIds: true,
    handle: getApplication,
  },
  {
    method: "GET",
    pattern: `${APPLICATIONS}/:app_id/contacts_range_configuration`,
    auth: "tenant",
    tier: TIER_3,
    anyScope: ["admin:app.info:readonly"],
    guardsUserIds: true,
    handle: getContactsRange,
  },
];

/** Every scope the app ever asked for: the granted ones (1) and the known ones it has not got (2). */
function listScopes(call: AppCall): Reply {
  const names = new Set([...KNOWN_SCOPES, ...call.app.granted]);
  return success({
    scopes: [...names].map((scope_name) => ({
      scope_name,
      grant_status: call.app.granted.has(scope_name) ? 1 : 2,
      scope_type: scope_name === OFFLINE_SCOPE ? "user" : "tenant",
    })),
  });
}

function getApplication(call: AppCall): Reply {
  const lang = required(call, "lang");
  if (!["zh_cn", "en_us", "ja_jp"].includes(lang)) throw fieldViolation("lang", lang, "not one of zh_cn, en_us, ja_jp");
  const app = addressedApp(call);
  const creator_id = call.app.ids.ofUser(0, userIdType(call));
  return success({
    app: {
      app_id: app.appId,
      creator_id,
      status: app.enabled ? 1 : 0,
      scene_type: 0,
      redirect_urls: app.redirects.urls,
      online_version_id: "oav_1",
      unaudit_version_id: "",
      app_name: app.name,
      avatar_url: "https://img.example/app.png",
      description: "Account directory",
      scopes: [...app.granted].map((scope) => ({ scope, description: scope, level: 1, token_types: ["tenant"] })),
      i18n: [{ i18n_key: lang, name: app.name, description: "Account directory" }],
      primary_language: "zh_cn",
      owner: { type: 2, owner_id: creator_id },
      back_home_url: "",
    },
  });
}

/** The range really in force, and how the console names it. */
function getContactsRange(call: AppCall): Reply {
  const app = addressedApp(call);
  const size = pageSize(call, 50, 100, () => fieldViolation("page_size", "", "between 1 and 100"));
  const [userType, departmentType] = [userIdType(call), departmentIdType(call)];
  const nodes = app.range.isAll ? { users: [], departments: [], groups: [] } : rangeNodes(call.platform.tenant, app);
  const all = [
    ...nodes.users.map((user) => ["open_ids", call.app.ids.ofUser(user, userType)] as const),
    ...nodes.departments.map((index) => ["department_ids", call.app.ids.ofDepartment(index, departmentType)] as const),
    ...nodes.groups.map((id) => ["group_ids", id] as const),
  ];
  const page = pageOfRange(call, all.length, size);
  const visible_list = { open_ids: [] as string[], department_ids: [] as string[], group_ids: [] as string[] };
  for (const place of page.numbers) {
    const [list, id] = all[place] as (typeof all)[number];
    visible_list[list].push(id);
  }
  const token = page.nextToken === undefined ? {} : { page_token: page.nextToken };
  const contacts_scope_type = app.rangeMode ?? app.range.choice.type;
  return success({ contacts_range: { contacts_scope_type, visible_list }, has_more: page.hasMore, ...token });
}

/** This family has a code of its own for tokens that are no good any more. */
function pageOfRange(call: AppCall, length: number, size: number) {
  try {
    return takePage(
      call,
      Array.from({ length }, (_, place) => place),
      size,
      false,
    );
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 40012) throw new ApiFailure(400, 210500, "page token expired");
    throw error;
  }
}

function addressedApp(call: AppCall) {
  const id = call.pathParams[0] ?? "";
  if (id === "me" || id === call.app.appId) return call.app;
  if (!/^cli_[0-9a-f]{16}$/.test(id)) throw new ApiFailure(400, 210503, "app_id is invalid");
  const other = call.platform.apps.get(id);
  if (other === undefined) throw new ApiFailure(400, 210504, "the app is not in this tenant");
  if (!call.app.granted.has("admin:app.info:readonly")) throw new ApiFailure(400, 210505, "no permission for this app");
  return other;
}
