import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { plus } from "../../platform/clock/clock.ts";
import {
  clientOf,
  FEISHU_COOKIE,
  type HttpScope,
  isCrossSite,
  sessionSecret,
  setSessionCookie,
  type UserPrincipal,
  writeHostCookie,
} from "../../platform/http/index.ts";
import { type Ended, type FeishuSignIn, FLOW_MS } from "./ports.ts";
import { CLIENT_SCRIPT, offPage, workbenchPage, workbenchPolicy } from "./workbench-page.ts";

/** Pages and addresses of signing in with Feishu: browsers come here, not programs, so nothing of it is in the contract. */

const path = z.string().max(2000).optional().catch(undefined);
const startQuery = z.object({
  purpose: z.enum(["sign_in", "link", "test"]).catch("sign_in"),
  app: z.enum(["integration", "draft"]).catch("integration"),
  return_to: path,
  from: z.string().optional().catch(undefined),
});
const callbackQuery = z.object({
  state: z.string().max(200).catch(""),
  code: z.string().min(1).max(2000).optional().catch(undefined),
  error: z.string().optional().catch(undefined),
});
const workbenchQuery = z.object({ to: path });
const clientBody = z.object({ state: z.string().max(200), code: z.string().min(1).max(2000) });

/** Feishu's and Lark's clients name themselves (feishu contract 6.5). */
const FEISHU_CLIENT = /\b(?:Lark|Feishu)\b/i;
const isFeishuClient = (request: FastifyRequest) => FEISHU_CLIENT.test(request.headers["user-agent"] ?? "");

export function registerFeishuRoutes(
  scope: HttpScope,
  { feishuSignIn, publicUrl }: { readonly feishuSignIn: FeishuSignIn; readonly publicUrl: () => Promise<string> },
): void {
  const { app } = scope;
  const isSecure = async () => (await publicUrl()).startsWith("https:");
  const findPrincipal = async (request: FastifyRequest): Promise<UserPrincipal | undefined> => {
    const secret = sessionSecret(request);
    return secret === null ? undefined : scope.findSession(secret);
  };
  async function bindBrowser(reply: FastifyReply, secret: string): Promise<void> {
    writeHostCookie(reply, FEISHU_COOKIE, { secret, until: plus(scope.now(), FLOW_MS) }, await isSecure());
  }
  async function finish(request: FastifyRequest, reply: FastifyReply, ended: Ended): Promise<void> {
    await bindBrowser(reply, ended.browserSecret);
    if (ended.session) setSessionCookie(ended.session, request, reply, await isSecure());
  }

  app.get("/auth/feishu/start", async (request, reply) => {
    const query = startQuery.parse(request.query);
    const { location, browserSecret } = await feishuSignIn.begin(
      {
        purpose: query.purpose,
        app: query.app,
        returnTo: query.return_to,
        fromClient: query.from === "workbench" && isFeishuClient(request),
      },
      clientOf(request).feishuSecret,
      await findPrincipal(request),
    );
    await bindBrowser(reply, browserSecret);
    return reply.redirect(location, 303);
  });

  app.get("/auth/feishu/callback", async (request, reply) => {
    const { state, code, error } = callbackQuery.parse(request.query);
    const client = clientOf(request);
    const ended = await feishuSignIn.complete(
      { state, code, denied: error !== undefined },
      client.feishuSecret,
      await findPrincipal(request),
      client,
      scope.draining,
    );
    await finish(request, reply, ended);
    return reply.redirect(ended.location, 303);
  });

  app.post("/auth/feishu/client", async (request, reply) => {
    const body = clientBody.safeParse(request.body);
    // Another site must not sign its visitors in to an account of its own choice.
    if (!body.success || (await isCrossSite(request, true, scope.publicOrigin)))
      return reply.code(400).send({ location: null });
    const client = clientOf(request);
    const ended = await feishuSignIn.complete(
      { ...body.data, denied: false },
      client.feishuSecret,
      await findPrincipal(request),
      client,
      scope.draining,
    );
    await finish(request, reply, ended);
    return reply.send({ location: ended.location });
  });

  app.get("/workbench", async (request, reply) => {
    const { to } = workbenchQuery.parse(request.query);
    const { feishuSecret } = clientOf(request);
    const entry = await feishuSignIn.enterWorkbench(
      to,
      isFeishuClient(request),
      feishuSecret,
      await findPrincipal(request),
    );
    reply.header("referrer-policy", "same-origin").type("text/html; charset=utf-8");
    if (entry.kind === "redirect") return reply.redirect(entry.location, 303);
    if (entry.kind === "off")
      return reply.code(403).header("content-security-policy", workbenchPolicy(null)).send(offPage());
    await bindBrowser(reply, entry.browserSecret);
    return reply.header("content-security-policy", workbenchPolicy(entry.scriptUrl)).send(workbenchPage(entry));
  });

  app.get("/workbench.js", async (_request, reply) =>
    reply.type("text/javascript; charset=utf-8").header("cache-control", "no-cache").send(CLIENT_SCRIPT),
  );
}
