import { routes } from "@larkbridge/contract";
import type { OpenId, UnionId } from "../../core/kernel/ids.ts";
import {
  type HttpScope,
  mapRows,
  registerList,
  registerRoute,
  replyWith,
  respond,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { callerOf } from "./caller.routes.ts";
import { toUserDetail } from "./directory-view.ts";
import type { LinkConflict, LinkRecord, Links, PersonRef } from "./link-ports.ts";
import { parseUserRef } from "./refs.ts";

/** Registers the routes of links between users and Feishu people. */
export function registerLinkRoutes(scope: HttpScope, { links }: { readonly links: Links }): void {
  registerList(
    scope,
    routes.listLinks,
    async ({ query }) =>
      replyWith(200, await links.list(query.search, toPageQuery(query)), (page) => toPage(page, toLink)),
    async ({ query }) => ({ ok: true, value: mapRows(links.export(query.search), toLink) }),
  );

  registerRoute(scope, routes.listLinkConflicts, async () => {
    const { items, runId, truncated } = await links.readConflicts();
    return respond(200, { items: items.map(toConflict), run: runId, truncated });
  });

  registerRoute(scope, routes.linkUser, async ({ params, body, principal, signal }) =>
    replyWith(
      200,
      await links.link(parseUserRef(params.id), toPersonRef(body.person), body.take_over, callerOf(principal), signal),
      toUserDetail,
    ),
  );

  registerRoute(scope, routes.unlinkUser, async ({ params, principal }) =>
    replyWith(200, await links.unlink(parseUserRef(params.id), callerOf(principal)), toUserDetail),
  );
}

function toPersonRef(text: string): PersonRef {
  return text.startsWith("ou_")
    ? { kind: "open_id", openId: text as OpenId }
    : { kind: "union_id", unionId: text as UnionId };
}

function toLink({ user, openId, unionId, feishuUserId, linkedAt }: LinkRecord) {
  return { user: { ...user }, open_id: openId, union_id: unionId, user_id: feishuUserId, linked_at: linkedAt };
}

function toConflict({ email, code, people, accounts }: LinkConflict) {
  return {
    email,
    code,
    people: people.map(({ unionId, name, openId, account }) => ({
      union_id: unionId,
      name,
      open_id: openId,
      account: account && { ...account },
    })),
    accounts: accounts.map((account) => ({ ...account })),
  };
}
