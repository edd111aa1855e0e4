import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAccessStage, PASSWORD } from "../../../test/support/access-stage.ts";

let stage: Awaited<ReturnType<typeof openAccessStage>>;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());

const NEW = "another long password";
const hashOfLink = (url: string) => url.split("#token=")[1] as string;

describe("the first set-up", () => {
  const request = { username: "first", name: "First", password: PASSWORD, public_url: null, language: "zh" };

  it("makes the owner with the printed link, signs them in, and is over", async () => {
    const token = (await stage.setupToken()) as string;
    const other = (await stage.setupToken()) as string;
    expect((await stage.ask("GET", "/setup")).body).toMatchObject({ needed: true, language: null });
    const body = { ...request, token };
    expect((await stage.ask("POST", "/setup", { body: { ...body, token: "x".repeat(43) } })).body.code).toBe(
      "link_invalid",
    );
    const insecure = await stage.ask("POST", "/setup", { body: { ...body, public_url: "http://id.example.com" } });
    expect(insecure.body.code).toBe("public_url_insecure");
    const done = await Promise.all([
      stage.ask("POST", "/setup", { body: { ...body, public_url: "https://id.example.com" } }),
      stage.ask("POST", "/setup", { body: { ...body, token: other, username: "second" } }),
    ]);
    expect(done.map(({ status }) => status).sort()).toEqual([201, 409]);
    const won = done.find(({ status }) => status === 201);
    expect(won?.body).toMatchObject({ kind: "user", role: "owner" });
    expect((await stage.ask("GET", "/me", { cookie: won?.cookie })).status).toBe(200);
    expect((await stage.ask("POST", "/setup", { body })).body.code).toBe("setup_done");
    expect((await stage.ask("GET", "/setup")).body).toMatchObject({ needed: false, language: "zh" });
    expect(await stage.setupToken()).toBeNull();
    const { rows } = await stage.database.pool.query("select role from directory_user");
    expect(rows).toEqual([{ role: "owner" }]);
    await stage.database.pool.query("update directory_user set username = 'first'");
  });
});

describe("a password link", () => {
  it("lets a person choose a password once, within a day, and ends what was open before", async () => {
    await stage.addUser("anna", "member", { mustChange: true });
    const old = (await stage.signIn("anna")).cookie;
    const { cookie } = await stage.signIn("first");
    const make = async () => (await stage.ask("POST", "/users/anna/password-link", { cookie })).body.url as string;
    const [replaced, url] = [await make(), await make()];
    expect(url).toMatch(/\/password-link#token=/);
    const choose = (link: string) =>
      stage.ask("POST", "/password-links", { body: { token: hashOfLink(link), password: NEW } });
    expect((await choose(replaced)).body.code).toBe("link_invalid");
    expect((await choose(url)).body).toEqual({ username: "anna" });
    expect((await choose(url)).body.code).toBe("link_invalid");
    expect((await stage.ask("GET", "/me", { cookie: old })).status).toBe(401);
    expect((await stage.signIn("anna", NEW)).body).toMatchObject({ must_change_password: false });
    const late = await make();
    const start = stage.clock.now();
    stage.clock.advance(24 * 3_600_000);
    expect((await choose(late)).body.code).toBe("link_invalid");
    stage.clock.set(start);
  });

  it("of an owner is not for administrators to make", async () => {
    await stage.addUser("admin", "administrator");
    const { cookie } = await stage.signIn("admin");
    expect((await stage.ask("POST", "/users/first/password-link", { cookie })).body.code).toBe("owner_needed");
    expect((await stage.ask("POST", "/users/nobody/password-link", { cookie })).body.code).toBe("user_not_found");
  });
});

describe("one's own account", () => {
  it("opens nothing else before an initial password is changed", async () => {
    await stage.addUser("newcomer", "auditor", { mustChange: true });
    const { cookie, body } = await stage.signIn("newcomer");
    expect(body.must_change_password).toBe(true);
    expect((await stage.ask("GET", "/operators", { cookie })).body.code).toBe("password_change_required");
    const change = (current: string, password: string) =>
      stage.ask("PUT", "/me/password", { cookie, body: { current, password } });
    expect((await change("wrong", NEW)).body.code).toBe("sign_in_refused");
    expect((await change(PASSWORD, PASSWORD)).body.code).toBe("password_unchanged");
    expect((await change(PASSWORD, "short")).body.code).toBe("validation_failed");
    expect((await change(PASSWORD, NEW)).status).toBe(200);
    expect((await stage.ask("GET", "/operators", { cookie })).status).toBe(200);
  });

  it("ends the other sessions with the password, and keeps this one", async () => {
    await stage.addUser("two-devices");
    const here = (await stage.signIn("two-devices")).cookie;
    const there = (await stage.signIn("two-devices")).cookie;
    await stage.ask("PUT", "/me/password", { cookie: here, body: { current: PASSWORD, password: NEW } });
    expect((await stage.ask("GET", "/me", { cookie: there })).status).toBe(401);
    expect((await stage.ask("GET", "/me", { cookie: here })).status).toBe(200);
  });

  it("remembers language, theme and Feishu e-mail, one without the other", async () => {
    const { cookie } = await stage.signIn("first");
    await stage.ask("PATCH", "/me", { cookie, body: { language: "zh" } });
    await stage.ask("PATCH", "/me", { cookie, body: { theme: "dark" } });
    const { body } = await stage.ask("GET", "/me", { cookie });
    expect(body).toMatchObject({ language: "zh", theme: "dark", feishu_email: null });
    expect((await stage.ask("PATCH", "/me", { cookie, body: { language: null } })).body.language).toBeNull();
  });
});

describe("operators", () => {
  it("are appointed and withdrawn; administrators do not touch owners, and one owner remains", async () => {
    await stage.addUser("mia");
    const owner = (await stage.signIn("first")).cookie;
    const admin = (await stage.signIn("admin")).cookie;
    const appoint = (cookie: string | undefined, who: string, role: string) =>
      stage.ask("PUT", `/operators/${who}`, { cookie, body: { role } });
    expect((await appoint(admin, "mia", "administrator")).body).toMatchObject({ role: "administrator" });
    expect((await appoint(admin, "mia", "owner")).body.code).toBe("owner_needed");
    expect((await appoint(admin, "first", "auditor")).body.code).toBe("owner_needed");
    expect((await stage.ask("DELETE", "/operators/first", { cookie: admin })).body.code).toBe("owner_needed");
    expect((await appoint(owner, "first", "administrator")).body.code).toBe("last_owner");
    expect((await appoint(owner, "mia", "owner")).status).toBe(200);
    const both = await Promise.all([
      stage.ask("DELETE", "/operators/mia", { cookie: owner }),
      stage.ask("DELETE", "/operators/first", { cookie: owner }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    await stage.database.pool.query("update directory_user set role = 'owner' where username = 'first'");
    await stage.database.pool.query("update directory_user set role = 'member' where username = 'mia'");
  });

  it("have the role taken away at once, in sessions that are open", async () => {
    const mia = (await stage.signIn("mia")).cookie;
    const owner = (await stage.signIn("first")).cookie;
    await stage.ask("PUT", "/operators/mia", { cookie: owner, body: { role: "auditor" } });
    expect((await stage.ask("GET", "/operators", { cookie: mia })).status).toBe(200);
    await stage.ask("DELETE", "/operators/mia", { cookie: owner });
    expect((await stage.ask("GET", "/operators", { cookie: mia })).body.code).toBe("forbidden");
  });
});

describe("settings", () => {
  it("change what no file sets, and leave an audit record", async () => {
    const { cookie } = await stage.signIn("first");
    const change = (body: object) => stage.ask("PATCH", "/settings", { cookie, body });
    const wanted = { deleted_days: 60, public_url: "https://lb.example.com/", ldap_app_passwords_only: true };
    expect((await change(wanted)).body).toEqual({
      public_url: "https://lb.example.com",
      language: "zh",
      deleted_days: 60,
      ldap_app_passwords_only: true,
      declared: [],
    });
    expect((await change({ public_url: "http://lb.example.com" })).body.code).toBe("public_url_insecure");
    expect((await change({ deleted_days: 0 })).body.code).toBe("validation_failed");
    const { rows } = await stage.database.pool.query(
      "select after from audit_record where action = 'settings.changed' order by id desc limit 1",
    );
    expect(rows[0].after).toMatchObject({ deleted_days: 60, ldap_app_passwords_only: true });
  });

  it("are read-only where a file sets them", async () => {
    const declared = await openAccessStage({ publicUrl: "https://by-file.example.com" });
    try {
      await declared.addUser("owner", "owner");
      const { cookie } = await declared.signIn("owner");
      const refused = await declared.ask("PATCH", "/settings", {
        cookie,
        body: { public_url: "https://x.example.com" },
      });
      expect(refused.body).toMatchObject({ code: "setting_declared", values: { setting: "public_url" } });
      expect((await declared.ask("GET", "/settings", { cookie })).body).toMatchObject({
        public_url: "https://by-file.example.com",
        declared: ["public_url"],
      });
    } finally {
      await declared.close();
    }
  });
});
