import { routes } from "@larkbridge/contract";
import { type HttpScope, registerRoute, replyWith, respond } from "../../platform/http/index.ts";
import { parseUserRef } from "../directory/index.ts";
import { toMe } from "./me.routes.ts";
import type { Access, OpenedSession } from "./ports.ts";

/** Registers first run, signing in and out, and one-time links. */
export function registerSessionRoutes(scope: HttpScope, access: Access): void {
  const { signIn, setup, settings, passwordLinks } = access;
  const opened = async <const Status extends number>(
    status: Status,
    { principal, secret, until, device }: OpenedSession,
  ) => ({
    ...respond(status, await toMe(access, principal)),
    session: { secret, until, device },
  });

  registerRoute(scope, routes.getSetup, async () => {
    const { publicUrl, language, declared } = await settings.read();
    return respond(200, {
      needed: await setup.isNeeded(),
      language,
      public_url: publicUrl,
      public_url_declared: declared.includes("public_url"),
    });
  });

  registerRoute(scope, routes.setUp, async ({ body: { public_url: publicUrl, ...body }, client }) => {
    const done = await setup.setUp({ ...body, publicUrl }, client);
    return done.ok ? opened(201, done.value) : done;
  });

  registerRoute(scope, routes.signIn, async ({ body, client }) => {
    const { username, password, code } = body;
    const done = await signIn.signIn({ username, password, code }, client);
    return done.ok ? opened(200, done.value) : done;
  });

  registerRoute(scope, routes.proveSession, async ({ body, principal, client }) => {
    const proved = await signIn.prove(principal, { password: body.password, code: body.code }, client);
    return proved.ok ? respond(200, await toMe(access, proved.value)) : proved;
  });

  registerRoute(scope, routes.signOut, async ({ principal }) => {
    await signIn.signOut(principal);
    return { ...respond(200, { signed_out: true as const }), session: "end" as const };
  });

  registerRoute(scope, routes.signInByLink, async ({ body, client }) => {
    const done = await signIn.signInByLink(body.token, client);
    return done.ok ? opened(200, done.value) : done;
  });

  registerRoute(scope, routes.createPasswordLink, async ({ params, principal }) =>
    replyWith(201, await passwordLinks.create(parseUserRef(params.id), principal), ({ url, expiresAt }) => ({
      url,
      expires_at: expiresAt,
    })),
  );

  registerRoute(scope, routes.consumePasswordLink, async ({ body }) =>
    replyWith(200, await passwordLinks.consume(body.token, body.password), (username) => ({ username })),
  );
}
