import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ask, discover, refusalOf, signedIn, signIn, signInTo } from "../support/oidc-client.ts";
import { CALLBACK, type OidcStage, openOidcStage } from "../support/oidc-stage.ts";

let stage: OidcStage;
let userId: string;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  stage = await openOidcStage();
  userId = await stage.addUser("shen.yan");
});
afterAll(async () => {
  vi.useRealTimers();
  await stage.close();
});

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

describe("an application", () => {
  it("discovers the provider, signs somebody in and reads who it is, in the id token as well", async () => {
    const config = await discover(stage, await stage.addApplication({ claims: ["email", "phone"] }));
    const tokens = await signInTo(config, await signedIn(stage, "shen.yan"));
    expect(tokens.claims()).toMatchObject({
      iss: stage.issuer(),
      sub: userId,
      name: "Name of shen.yan",
      preferred_username: "shen.yan",
      email: "shen.yan@example.com",
      phone_number: "+8613800000000",
      sid: expect.any(String),
      auth_time: expect.any(Number),
    });
    const info = await client.fetchUserInfo(config, tokens.access_token, userId);
    expect(info).toMatchObject({ sub: userId, email: "shen.yan@example.com", preferred_username: "shen.yan" });
  });

  it("is told no more than its settings allow, whatever scopes it asks for", async () => {
    const config = await discover(stage, await stage.addApplication({ claims: [] }));
    const scope = "openid profile email phone groups";
    const tokens = await signInTo(config, await signedIn(stage, "shen.yan"), { scope });
    const info = await client.fetchUserInfo(config, tokens.access_token, userId);
    for (const told of [info, tokens.claims() ?? {}]) {
      expect(told).toMatchObject({ name: "Name of shen.yan", preferred_username: "shen.yan" });
      for (const claim of ["email", "phone_number", "groups", "department", "picture"])
        expect(told).not.toHaveProperty(claim);
    }
  });

  it("is told all its settings allow when it asks for openid only", async () => {
    const config = await discover(stage, await stage.addApplication({ claims: ["email"] }));
    const tokens = await signInTo(config, await signedIn(stage, "shen.yan"), { scope: "openid" });
    expect(tokens.claims()).toMatchObject({ email: "shen.yan@example.com", name: "Name of shen.yan" });
  });

  it("may send its secret in the body instead of the header", async () => {
    const application = await stage.addApplication();
    const config = await discover(stage, application);
    const posting = new client.Configuration(
      config.serverMetadata(),
      application.clientId,
      undefined,
      client.ClientSecretPost(application.secret),
    );
    client.allowInsecureRequests(posting);
    const tokens = await signInTo(posting, await signedIn(stage, "shen.yan"));
    expect(tokens.claims()?.sub).toBe(userId);
  });

  it("that runs on people's devices has no secret, and is called back at any port of the machine", async () => {
    const redirectUris = ["http://127.0.0.1/callback"];
    const config = await discover(stage, await stage.addApplication({ kind: "public", redirectUris }));
    const redirect_uri = "http://127.0.0.1:51234/callback";
    const tokens = await signInTo(config, await signedIn(stage, "shen.yan"), { redirect_uri });
    expect(tokens.claims()?.sub).toBe(userId);
  });

  it("of the web does without PKCE only where its settings say so", async () => {
    const browser = await signedIn(stage, "shen.yan");
    for (const [pkceRequired, error] of [
      [true, "invalid_request"],
      [false, null],
    ] as const) {
      const config = await discover(stage, await stage.addApplication({ pkceRequired }));
      const { url } = await ask(config);
      url.searchParams.delete("code_challenge");
      url.searchParams.delete("code_challenge_method");
      const page = await browser.open(url);
      expect(refusalOf(page)).toBe(error);
      expect(page.url.searchParams.has("code")).toBe(error === null);
    }
  });

  it("may have the code sent by a form, whose one script the policy names", async () => {
    const config = await discover(stage, await stage.addApplication());
    const { url } = await ask(config, { response_mode: "form_post" });
    const page = await (await signedIn(stage, "shen.yan")).open(url);
    expect(page.html).toContain(`<form method="post" action="${CALLBACK}"`);
    expect(page.html).toMatch(/name="code" value="[\w-]+"/);
    expect(page.headers.get("content-security-policy")).toMatch(/script-src 'self' 'sha256-/);
  });

  it("in a page may ask for tokens from its own origin, and another page may not", async () => {
    const application = await stage.addApplication({ kind: "public", redirectUris: ["https://spa.example.com/"] });
    const token = `${stage.issuer()}/token`;
    const preflight = await fetch(token, {
      method: "OPTIONS",
      headers: { origin: "https://spa.example.com", "access-control-request-method": "POST" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBe("https://spa.example.com");
    const post = (origin: string) =>
      fetch(token, {
        method: "POST",
        headers: { origin },
        body: new URLSearchParams({ grant_type: "authorization_code", client_id: application.clientId, code: "x" }),
      });
    expect((await post("https://spa.example.com")).headers.get("access-control-allow-origin")).toBe(
      "https://spa.example.com",
    );
    expect((await post("https://evil.example.com")).headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("a person", () => {
  it("who is not signed in comes to the console's page, and from there back to the application", async () => {
    const config = await discover(stage, await stage.addApplication());
    const browser = stage.browser();
    const { url, checks } = await ask(config);
    const page = await browser.open(url);
    expect(page.url.pathname).toBe("/login");
    const back = page.url.searchParams.get("return") ?? "";
    expect(back).toMatch(/^\/oidc\/interaction\/[\w-]+$/);
    expect(page.url.searchParams.has("again")).toBe(false);
    await signIn(browser, "shen.yan");
    const tokens = await client.authorizationCodeGrant(config, (await browser.open(back)).url, checks);
    expect(tokens.claims()?.sub).toBe(userId);
  });

  it("who is signed in comes back at once, to a second application too", async () => {
    const browser = await signedIn(stage, "shen.yan");
    for (const config of [
      await discover(stage, await stage.addApplication()),
      await discover(stage, await stage.addApplication()),
    ])
      expect((await signInTo(config, browser, { prompt: "none" })).claims()?.sub).toBe(userId);
  });

  it("is another one as soon as another one signs in to the console", async () => {
    const other = await stage.addUser("lin.mo");
    const config = await discover(stage, await stage.addApplication());
    const browser = await signedIn(stage, "shen.yan");
    expect((await signInTo(config, browser)).claims()?.sub).toBe(userId);
    await signIn(browser, "lin.mo");
    expect((await signInTo(config, browser)).claims()?.sub).toBe(other);
  });

  it("who signed out of the console is nobody, whatever cookies are left", async () => {
    const config = await discover(stage, await stage.addApplication());
    const browser = await signedIn(stage, "shen.yan");
    await signInTo(config, browser);
    expect(await browser.send("DELETE", "/api/v1/session")).toBe(200);
    const { url } = await ask(config, { prompt: "none" });
    expect(refusalOf(await browser.open(url))).toBe("login_required");
  });

  it("who is not signed in is not asked when the application says so", async () => {
    const config = await discover(stage, await stage.addApplication());
    const { url } = await ask(config, { prompt: "none" });
    expect(refusalOf(await stage.browser().open(url))).toBe("login_required");
  });

  it.each([
    ["wants a new sign-in", { prompt: "login" }],
    ["wants a sign-in younger than this one", { max_age: "60" }],
  ])("signs in again when the application %s", async (_, extra) => {
    const config = await discover(stage, await stage.addApplication());
    const browser = await signedIn(stage, "shen.yan");
    later(120);
    const { url, checks } = await ask(config, extra);
    const page = await browser.open(url);
    expect(page.url.searchParams.get("again")).toBe("1");
    const back = page.url.searchParams.get("return") ?? "";
    // Coming back with the old session leads to the sign-in once more.
    expect((await browser.open(back)).url.pathname).toBe("/login");
    later(1);
    await signIn(browser, "shen.yan");
    const tokens = await client.authorizationCodeGrant(config, (await browser.open(back)).url, checks);
    expect(tokens.claims()?.["auth_time"]).toBe(Math.floor(Date.now() / 1000));
  });

  it("who signed in a moment ago need not do so again for an application that wants it young", async () => {
    const config = await discover(stage, await stage.addApplication());
    const tokens = await signInTo(config, await signedIn(stage, "shen.yan"), { max_age: "60" });
    expect(tokens.claims()?.sub).toBe(userId);
  });

  it("who is to be another one signs in again", async () => {
    const config = await discover(stage, await stage.addApplication());
    const tokens = await signInTo(config, await signedIn(stage, "shen.yan"));
    await stage.addUser("tang.wei");
    const browser = await signedIn(stage, "tang.wei");
    later(1);
    const { url } = await ask(config, { id_token_hint: tokens.id_token ?? "" });
    expect((await browser.open(url)).url.searchParams.get("again")).toBe("1");
  });

  it("whose password has to be changed is not let through before", async () => {
    await stage.addUser("new.one", { mustChange: true });
    const config = await discover(stage, await stage.addApplication());
    const browser = await signedIn(stage, "new.one");
    const { url } = await ask(config);
    const page = await browser.open(url);
    expect(page.url.pathname).toBe("/login");
    const back = page.url.searchParams.get("return") ?? "";
    expect((await browser.open(back)).url.pathname).toBe("/login");
    await stage.database.pool.query(
      "update directory_user set password_must_change = false where username = 'new.one'",
    );
    expect((await browser.open(back)).url.searchParams.has("code")).toBe(true);
  });

  it("whom the application's access does not admit is refused in plain words, and that is audited", async () => {
    const application = await stage.addApplication({ everyone: false });
    const config = await discover(stage, application);
    const { url } = await ask(config);
    const page = await (await signedIn(stage, "shen.yan")).open(url);
    expect(refusalOf(page)).toBe("access_denied");
    expect(page.url.searchParams.get("error_description")).toContain("may not use this application");
    const { rows } = await stage.database.pool.query(
      "select action, actor ->> 'name' as name from audit_record where object_id = $1",
      [application.id],
    );
    expect(rows).toEqual([{ action: "application.refused", name: "Name of shen.yan" }]);
  });

  it("is audited once a session and application, and the application is known to be in use", async () => {
    const application = await stage.addApplication();
    const config = await discover(stage, application);
    const browser = await signedIn(stage, "shen.yan");
    await signInTo(config, browser);
    await signInTo(config, browser);
    const { rows } = await stage.database.pool.query("select action from audit_record where object_id = $1", [
      application.id,
    ]);
    expect(rows).toEqual([{ action: "application.signed_in" }]);
    const { rows: used } = await stage.database.pool.query(
      "select last_used_at from application where client_id = $1 and last_used_at is not null",
      [application.clientId],
    );
    expect(used).toHaveLength(1);
  });
});

describe("a request that cannot be answered", () => {
  it.each([
    ["en", "This did not work"],
    ["zh-CN", "操作未成功"],
  ])("is told on a page without script, in %s first", async (language, title) => {
    const answer = await fetch(`${stage.issuer()}/authorize?client_id=nobody&response_type=code`, {
      headers: { accept: "text/html", "accept-language": language },
    });
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(html).toContain(`<h1>${title}</h1>`);
    expect(html).toContain("<code>invalid_client</code>");
    expect(html).toContain("操作未成功");
    expect(html).toContain("This did not work");
    expect(html).not.toContain("<script");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("content-security-policy")).not.toContain("script-src");
    expect(answer.headers.get("cache-control")).toContain("no-store");
  });

  it("in another browser is not gone on with", async () => {
    const config = await discover(stage, await stage.addApplication());
    const { url } = await ask(config);
    const back = (await stage.browser().open(url)).url.searchParams.get("return") ?? "";
    const elsewhere = await signedIn(stage, "shen.yan");
    const page = await elsewhere.open(back);
    expect(page.status).toBe(400);
    expect(page.html).toContain("invalid_request");
  });
});
