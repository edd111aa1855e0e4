import { routes, type TokenScope } from "@larkbridge/contract";
import type { Instant } from "../../core/kernel/ids.ts";
import {
  actorOf,
  type HttpScope,
  mapRows,
  type Principal,
  registerFile,
  registerList,
  registerRoute,
  replyWith,
  respond,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { toFieldView } from "../directory/index.ts";
import type { ApiToken, ApiTokens, AuditFilter, AuditRecord, AuditRecords, StartBackup } from "./ports.ts";

/** Registers the routes of tokens, the audit log and backups. */
export function registerAdminRoutes(
  scope: HttpScope,
  ports: {
    readonly tokens: ApiTokens;
    readonly audit: AuditRecords;
    readonly startBackup: StartBackup;
    readonly now: () => Instant;
  },
): void {
  const { tokens, audit, startBackup, now } = ports;

  registerRoute(scope, routes.listApiTokens, async ({ query }) =>
    replyWith(200, await tokens.list(toPageQuery(query)), (page) => toPage(page, toToken)),
  );

  registerRoute(scope, routes.createApiToken, async ({ body, principal }) => {
    const above = scopesAbove(principal, body.scopes);
    if (above.length > 0) return { ok: false, error: { code: "token_above_own_rights", detail: { scopes: above } } };
    const expiresAt = body.expires_at as Instant | null;
    const created = await tokens.create({ name: body.name, scopes: body.scopes, expiresAt }, actorOf(principal));
    return respond(201, { token: toToken(created.token), secret: created.secret });
  });

  registerRoute(scope, routes.revokeApiToken, async ({ params, principal }) =>
    replyWith(200, await tokens.revoke(params.id, actorOf(principal)), toToken),
  );

  registerList(
    scope,
    routes.listAuditRecords,
    async ({ query }) =>
      replyWith(200, await audit.list(toAuditFilter(query), toPageQuery(query)), (page) => toPage(page, toAuditRecord)),
    async ({ query }) => ({ ok: true, value: mapRows(audit.export(toAuditFilter(query)), toAuditRecord) }),
  );

  registerFile(scope, routes.getBackup, async ({ principal }) => {
    const content = await startBackup(actorOf(principal));
    return { name: `larkbridge-${now().replace(/[:.]/g, "-")}.backup`, content };
  });
}

/** Scopes the caller may not pass on: `admin` may what only owners may, and tokens pass on what they carry. */
function scopesAbove(principal: Principal, asked: readonly TokenScope[]): TokenScope[] {
  if (principal.kind === "user") return asked.filter((scope) => scope === "admin" && principal.role !== "owner");
  return asked.filter((scope) => !principal.scopes.includes("admin") && !principal.scopes.includes(scope));
}

function toToken(token: ApiToken) {
  return {
    id: token.id,
    name: token.name,
    scopes: [...token.scopes],
    bootstrap: token.bootstrap,
    created_by: token.createdBy,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    last_used_at: token.lastUsedAt,
    revoked_at: token.revokedAt,
  };
}

function toAuditRecord(record: AuditRecord) {
  return {
    id: record.id,
    at: record.at,
    actor: record.actor,
    action: record.action,
    object_kind: record.objectKind,
    object_id: record.objectId,
    before: toFieldView(record.before),
    after: toFieldView(record.after),
    run: record.runId,
  };
}

function toAuditFilter(query: {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly object_kind?: string | undefined;
  readonly object_id?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}): AuditFilter {
  return {
    actor: query.actor?.replaceAll("\0", "\ufffd"),
    action: query.action?.replaceAll("\0", "\ufffd"),
    objectKind: query.object_kind,
    objectId: query.object_id,
    from: query.from as Instant | undefined,
    until: query.until as Instant | undefined,
  };
}
