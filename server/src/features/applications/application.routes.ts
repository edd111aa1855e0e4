import { routes } from "@larkbridge/contract";
import type { UserId } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import {
  actorOf,
  type HttpScope,
  registerRoute,
  replyFound,
  replyWith,
  respond,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { toAccessView, toView } from "./application-view.ts";
import type { Applications, ApplicationWithSecret } from "./ports.ts";

/** Registers the routes of applications: the console's and the portal's. The provider's own are with the provider. */
export function registerApplicationRoutes(
  scope: HttpScope,
  { applications }: { readonly applications: Applications },
): void {
  registerRoute(scope, routes.listApplications, async ({ query }) => {
    const page = await applications.list(query.search, toPageQuery(query));
    const listed = page === undefined ? err({ code: "cursor_invalid" as const }) : ok(page);
    return replyWith(200, listed, (found) => toPage(found, toView));
  });

  registerRoute(scope, routes.createApplication, async ({ body, principal }) => {
    const { kind, name, description } = body;
    const wanted = {
      kind,
      name,
      description,
      homeUrl: body.home_url,
      redirectUris: body.redirect_uris,
      postLogoutRedirectUris: body.post_logout_redirect_uris,
      backchannelLogoutUri: body.backchannel_logout_uri,
      claims: body.claims,
      pkceRequired: body.pkce_required,
      refreshTokens: body.refresh_tokens,
    };
    return replyWith(201, await applications.create(wanted, actorOf(principal)), toViewWithSecret);
  });

  registerRoute(scope, routes.getApplication, async ({ params }) =>
    replyFound(await applications.find(params.id), "application_not_found", toView),
  );

  registerRoute(scope, routes.updateApplication, async ({ params, body, principal }) => {
    const changes = {
      name: body.name,
      description: body.description,
      enabled: body.enabled,
      homeUrl: body.home_url,
      redirectUris: body.redirect_uris,
      postLogoutRedirectUris: body.post_logout_redirect_uris,
      backchannelLogoutUri: body.backchannel_logout_uri,
      claims: body.claims,
      pkceRequired: body.pkce_required,
      refreshTokens: body.refresh_tokens,
    };
    return replyWith(200, await applications.update(params.id, changes, actorOf(principal)), toView);
  });

  registerRoute(scope, routes.deleteApplication, async ({ params, principal }) =>
    replyWith(200, await applications.remove(params.id, actorOf(principal)), toView),
  );

  registerRoute(scope, routes.replaceApplicationSecret, async ({ params, principal }) =>
    replyWith(200, await applications.replaceSecret(params.id, actorOf(principal)), toViewWithSecret),
  );

  registerRoute(scope, routes.getApplicationAccess, async ({ params }) =>
    replyFound(await applications.readAccess(params.id), "application_not_found", toAccessView),
  );

  registerRoute(scope, routes.changeApplicationAccess, async ({ params, body, principal }) =>
    replyWith(200, await applications.changeAccess(params.id, body, actorOf(principal)), toAccessView),
  );

  registerRoute(scope, routes.listPortalApplications, async ({ principal }) => {
    const listed = await applications.listForPortal(principal.id as UserId);
    const toItem = ({ id, name, description, homeUrl }: (typeof listed)[number]) => {
      return { id, name, description, home_url: homeUrl };
    };
    return respond(200, { items: listed.map(toItem) });
  });
}

function toViewWithSecret({ application, secret }: ApplicationWithSecret) {
  return { application: toView(application), client_secret: secret };
}
