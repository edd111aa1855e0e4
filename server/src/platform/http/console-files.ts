import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import { CONSOLE_PERMISSIONS, consolePolicy } from "./console-policy.ts";
import { pathOf } from "./errors.ts";
import type { HttpScope } from "./register-route.ts";

/** Stands in the built index.html where each answer's nonce goes (console/vite.config.ts). */
const NONCE_PLACE = "__CSP_NONCE__";
/** Names under this folder carry a digest of their content, so that a browser may keep them for ever. */
const HASHED = "/assets/";
/** Addresses that speak to programs: what is unknown there is a problem document, never a page. */
const FOR_PROGRAMS = ["/api/", "/metrics", "/healthz", "/readyz", HASHED];

/**
 * Serves the built console: its files, and its page for every other address a browser navigates to. `folder` is the
 * build; without one the API works as ever, and a browser is told what to run.
 */
export async function serveConsole({ app }: HttpScope, folder: string): Promise<void> {
  const page = await readPage(folder);
  if (page !== null) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      preCompressed: true,
      globIgnore: ["index.html", "**/*.{gz,br}", ".vite/**"],
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header("cache-control", path.includes(HASHED) ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  app.get("/*", async (request, reply) => {
    if (!isNavigation(request)) return reply.callNotFound();
    return page === null ? answerNotBuilt(reply) : answerPage(page, reply);
  });
}

/** A person's browser asks for a page, not a program for an address. */
function isNavigation(request: FastifyRequest): boolean {
  const path = pathOf(request);
  if (FOR_PROGRAMS.some((prefix) => path.startsWith(prefix))) return false;
  return request.headers.accept?.includes("text/html") ?? false;
}

function answerPage(page: string, reply: FastifyReply): FastifyReply {
  const nonce = randomBytes(18).toString("base64");
  return reply
    .header("content-security-policy", consolePolicy(nonce))
    .header("permissions-policy", CONSOLE_PERMISSIONS)
    .header("referrer-policy", "same-origin")
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(page.replaceAll(NONCE_PLACE, nonce));
}

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Larkbridge</title>
<h1>The console is not built</h1>
<p>The API works. Run <code>npm run build</code> and start the server again to have the console here.</p>
<p lang="zh-CN">控制台尚未构建，API 不受影响。请运行 <code>npm run build</code> 后重新启动服务。</p></html>`;

function answerNotBuilt(reply: FastifyReply): FastifyReply {
  return reply.code(503).header("cache-control", "no-store").type("text/html; charset=utf-8").send(NOT_BUILT);
}

/** The built page, or null where there is no build. */
async function readPage(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, "index.html"), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
