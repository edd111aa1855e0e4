import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { Registry } from "prom-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { serveConsole } from "./console-files.ts";
import { createHttpServer, type HttpServer } from "./server.ts";

let folder: string;
let built: { server: HttpServer; url: string };
let unbuilt: { server: HttpServer; url: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "larkbridge-console-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><p>console</p>');
  await writeFile(join(folder, "mark.svg"), "<svg/>");
  await writeFile(join(folder, "assets/page-1a2b.js"), "export {}");
  built = await open(folder);
  unbuilt = await open(join(folder, "nowhere"));
});

afterAll(async () => {
  await built.server.drain(0);
  await unbuilt.server.drain(0);
  await rm(folder, { recursive: true });
});

async function open(consoleFolder: string): Promise<{ server: HttpServer; url: string }> {
  const server = await createHttpServer({
    log: pino({ level: "silent" }),
    findToken: async () => undefined,
    findSession: async () => undefined,
    now: () => "2026-01-01T00:00:00.000Z" as never,
    publicOrigin: async () => null,
    metrics: new Registry(),
    trustProxy: false,
    requestsAMinute: 1000,
  });
  await serveConsole(server, consoleFolder);
  return { server, url: `http://127.0.0.1:${await server.listen({ host: "127.0.0.1", port: 0 })}` };
}

const navigate = (url: string) => fetch(url, { headers: { accept: "text/html,*/*" } });

it("answers every address a browser navigates to with the page, under a policy with a nonce of its own", async () => {
  const answers = await Promise.all([navigate(`${built.url}/`), navigate(`${built.url}/users/1?tab=links`)]);
  const nonces = await Promise.all(
    answers.map(async (answer) => {
      expect(answer.status).toBe(200);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1];
      const policy = answer.headers.get("content-security-policy");
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain("unsafe");
      return nonce;
    }),
  );
  expect(nonces[0]).not.toBe(nonces[1]);
});

it("lets browsers keep hashed files for ever and ask again for the others", async () => {
  const hashed = await fetch(`${built.url}/assets/page-1a2b.js`);
  expect(await hashed.text()).toBe("export {}");
  expect(hashed.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(hashed.headers.get("x-content-type-options")).toBe("nosniff");
  const named = await fetch(`${built.url}/mark.svg`);
  expect(named.headers.get("cache-control")).toBe("no-cache");
});

it.each([
  ["/api/v1/nothing", 404],
  ["/assets/gone-0000.js", 404],
])("never answers %s with the page", async (path, status) => {
  const answer = await navigate(`${built.url}${path}`);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
});

it("answers a program that asks for an unknown address with a problem", async () => {
  const answer = await fetch(`${built.url}/users`, { headers: { accept: "application/json" } });
  expect(answer.status).toBe(404);
});

it("without a build tells a browser what to run", async () => {
  const answer = await navigate(`${unbuilt.url}/overview`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain("npm run build");
});
