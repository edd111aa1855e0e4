import { fileURLToPath } from "node:url";
import type { Registry } from "prom-client";
import type { Config } from "../config/load.ts";
import type { Access } from "../features/access/index.ts";
import { registerMeRoutes } from "../features/access/me.routes.ts";
import { registerOperatorRoutes } from "../features/access/operator.routes.ts";
import { registerSessionRoutes } from "../features/access/session.routes.ts";
import { registerAdminRoutes } from "../features/admin/admin.routes.ts";
import type { ApiTokens, AuditRecords, StartBackup } from "../features/admin/ports.ts";
import type { TokenLookup } from "../features/admin/token-store.ts";
import { registerApplicationRoutes } from "../features/applications/application.routes.ts";
import type { Applications } from "../features/applications/index.ts";
import { registerOpenidProviderRoutes } from "../features/applications/openid-provider.routes.ts";
import { type DirectoryUseCases, registerDirectoryRoutes } from "../features/directory/directory.routes.ts";
import type { Events } from "../features/events/make-events.ts";
import { registerEventStateRoutes } from "../features/events/state.routes.ts";
import { registerEventWebhook } from "../features/events/webhook.routes.ts";
import { registerChangeRoutes } from "../features/integration/change.routes.ts";
import { registerIntegrationRoutes } from "../features/integration/integration.routes.ts";
import { registerSetUpRoutes } from "../features/integration/set-up.routes.ts";
import { registerAppPasswordRoutes } from "../features/ldap-access/app-password.routes.ts";
import type { LdapAccess } from "../features/ldap-access/index.ts";
import { registerLdapRoutes } from "../features/ldap-access/ldap.routes.ts";
import type { Messages } from "../features/messages/index.ts";
import { registerMessageRoutes } from "../features/messages/message.routes.ts";
import type { FeishuEmails, NoticeSwitches } from "../features/notices/index.ts";
import { registerNoticeRoutes } from "../features/notices/notice.routes.ts";
import type { Provisioning } from "../features/provisioning/index.ts";
import { registerLdapTargetRoutes } from "../features/provisioning/target.routes.ts";
import { registerFeishuRoutes } from "../features/signin/feishu.routes.ts";
import type { FeishuSignIn } from "../features/signin/index.ts";
import { registerOutcomeRoutes } from "../features/signin/outcome.routes.ts";
import { registerPersonRoutes } from "../features/sync/person.routes.ts";
import { registerSyncPlanRoutes } from "../features/sync/plan.routes.ts";
import type { ExplainUser, SyncPlans, SyncRuns } from "../features/sync/ports.ts";
import { registerSyncRunRoutes } from "../features/sync/run.routes.ts";
import type { Webhooks } from "../features/webhooks/index.ts";
import { registerWebhookRoutes } from "../features/webhooks/webhook.routes.ts";
import type { Clock } from "../platform/clock/clock.ts";
import { hashToken } from "../platform/crypto/token.ts";
import { createHttpServer, registerServiceRoutes, type SessionFinder, serveConsole } from "../platform/http/index.ts";
import type { Logger } from "../platform/log/logger.ts";
import type { Oidc } from "../protocols/oidc/index.ts";
import type { Integration } from "./integration.ts";
import { StartFailure } from "./start-failure.ts";

/** What the web server is made of. */
export interface HttpParts extends DirectoryUseCases {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly version: string;
  readonly clock: Clock;
  readonly isDatabaseReachable: () => Promise<boolean>;
  readonly access: Access;
  readonly findSession: SessionFinder;
  readonly tokens: ApiTokens & TokenLookup;
  readonly audit: AuditRecords;
  readonly integration: Integration;
  readonly events: Events;
  readonly feishuSignIn: FeishuSignIn;
  readonly oidc: Oidc;
  readonly sync: { readonly runs: SyncRuns; readonly plans: SyncPlans; readonly explain: ExplainUser };
  readonly startBackup: StartBackup;
  readonly notices: { readonly switches: NoticeSwitches; readonly feishuEmails: FeishuEmails };
  readonly applications: Applications;
  readonly provisioning: Provisioning;
  readonly messages: Messages;
  readonly ldap: LdapAccess;
  readonly webhooks: Webhooks;
}

/** Where the build of the workspace `console` lies, seen from the sources and from the server's own build alike. */
const CONSOLE_FOLDER = fileURLToPath(new URL("../../../console/dist/", import.meta.url));

/** Requests a minute from one address; a person's console and a busy script stay far below. */
const REQUESTS_A_MINUTE = 1200;

/** Registers every route and listens. Ready to answer when it returns. */
export async function startHttp(
  parts: HttpParts,
): Promise<{ readonly url: string; drain(graceMs: number): Promise<void> }> {
  const { config, log, metrics, tokens, sync } = parts;
  const server = await createHttpServer({
    log,
    metrics,
    trustProxy: trustedProxies(config),
    requestsAMinute: REQUESTS_A_MINUTE,
    now: () => parts.clock.now(),
    publicOrigin: async () => (await parts.access.settings.read()).publicUrl,
    findSession: parts.findSession,
    findToken: async (presented) => {
      const token = await tokens.findByHash(hashToken(presented));
      return token && { kind: "token", id: token.id, name: token.name, scopes: token.scopes };
    },
  });
  registerServiceRoutes(server, {
    version: parts.version,
    metrics,
    readiness: [{ name: "database", isReady: parts.isDatabaseReachable }],
  });
  registerAdminRoutes(server, {
    tokens,
    audit: parts.audit,
    startBackup: parts.startBackup,
    now: () => parts.clock.now(),
  });
  registerSessionRoutes(server, parts.access);
  registerMeRoutes(server, parts.access);
  registerOperatorRoutes(server, parts.access);
  registerNoticeRoutes(server, parts.notices);
  registerDirectoryRoutes(server, parts);
  registerIntegrationRoutes(server, parts.integration);
  registerSetUpRoutes(server, parts.integration);
  registerChangeRoutes(server, parts.integration);
  registerEventStateRoutes(server, { ...parts.events, publicUrl: parts.integration.publicUrl });
  await registerEventWebhook(server, parts.events);
  registerFeishuRoutes(server, { feishuSignIn: parts.feishuSignIn, publicUrl: parts.integration.publicUrl });
  registerOutcomeRoutes(server, parts);
  registerSyncRunRoutes(server, sync);
  registerSyncPlanRoutes(server, sync);
  registerPersonRoutes(server, sync);
  registerApplicationRoutes(server, parts);
  registerLdapTargetRoutes(server, parts.provisioning);
  registerMessageRoutes(server, parts.messages);
  registerWebhookRoutes(server, parts.webhooks);
  registerOpenidProviderRoutes(server, parts.oidc);
  registerLdapRoutes(server, parts.ldap, config.ldap.base_dn);
  registerAppPasswordRoutes(server, parts.ldap);
  await parts.oidc.register(server);

  await serveConsole(server, CONSOLE_FOLDER);

  const { host, port } = config.http;
  try {
    const actual = await server.listen({ host, port });
    const shown = host.includes(":") ? `[${host}]` : host;
    return { url: config.public_url ?? `http://${shown}:${actual}`, drain: (graceMs) => server.drain(graceMs) };
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new StartFailure(
      "http_address_unusable",
      `The address ${host}:${port} cannot be listened on: ${reason}.`,
      "Set LARKBRIDGE_HTTP_PORT or LARKBRIDGE_HTTP_HOST, or stop the other program; port 0 takes any free one.",
      1,
      { cause },
    );
  }
}

function trustedProxies({ trust_proxy: proxies }: Config): boolean | string {
  return Array.isArray(proxies) ? proxies.join(",") : (proxies as boolean | string);
}
