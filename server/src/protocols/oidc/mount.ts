import type { IncomingMessage } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type Provider from "oidc-provider";
import type { Clock } from "../../platform/clock/clock.ts";
import type { HttpScope } from "../../platform/http/index.ts";
import { sessionSecret, setSessionCookie } from "../../platform/http/session.ts";
import { ROUTES } from "./addresses.ts";
import type { CurrentProvider } from "./current-provider.ts";
import { goOn } from "./interaction.ts";
import { withOfflineConsent } from "./offline-access.ts";
import type { OwnSessions } from "./own-session.ts";

const BASE = "/oidc";

export interface MountParts {
  readonly current: CurrentProvider;
  readonly own: OwnSessions;
  readonly clock: Clock;
}

/** Puts the provider at `/oidc`: the web server's hooks run first (limits, headers, the log), the library answers. */
export async function mountProvider(scope: HttpScope, parts: MountParts): Promise<void> {
  await scope.app.register((app, _options, done) => {
    // The library reads bodies itself.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, _payload, done) => done(null));
    app.get(`${BASE}/interaction/:uid`, async (request, reply) => {
      const provider = await takeOver(parts, request, reply);
      const target = await goOn(provider, parts, request.raw, reply.raw);
      // An unknown one is told as the library tells it: in its own words, on our page.
      if (target === undefined) return pass(provider, request, reply, `${ROUTES.authorization}/unknown`);
      return reply.header("cache-control", "no-store").redirect(target, 303);
    });
    app.all(`${BASE}/*`, async (request, reply) => {
      const provider = await takeOver(parts, request, reply);
      const [path = "", query = ""] = request.raw.url?.slice(BASE.length).split(/\?(.*)/s) ?? [];
      const asked = path === ROUTES.authorization ? withOfflineConsent(query) : query;
      return pass(provider, request, reply, asked === "" ? path : `${path}?${asked}`);
    });
    done();
  });
}

/** Tells the library and our session finder what only the web server knows. */
async function takeOver({ current, own }: MountParts, request: FastifyRequest, reply: FastifyReply): Promise<Provider> {
  const provider = await current.read();
  const issuer = new URL(provider.issuer);
  own.remember(request.raw, {
    sessionSecret: sessionSecret(request),
    endSessionCookie() {
      setSessionCookie("end", request, reply, issuer.protocol === "https:");
      // The library has taken the answer over.
      reply.raw.appendHeader("set-cookie", [reply.getHeader("set-cookie") ?? []].flat().map(String));
    },
  });
  // Whatever proxies stand between: the provider speaks as its issuer, for that is the address applications know.
  Object.assign(request.raw.headers, {
    host: issuer.host,
    "x-forwarded-host": issuer.host,
    "x-forwarded-proto": issuer.protocol.slice(0, -1),
    "x-forwarded-for": request.ip,
  });
  (request.raw as IncomingMessage & { baseUrl?: string }).baseUrl = BASE;
  return provider;
}

async function pass(provider: Provider, request: FastifyRequest, reply: FastifyReply, url: string): Promise<void> {
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.hijack();
  request.raw.url = url;
  await provider.callback()(request.raw, reply.raw);
}
