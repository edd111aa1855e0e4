import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAccessStage, PASSWORD } from "../../../test/support/access-stage.ts";

let stage: Awaited<ReturnType<typeof openAccessStage>>;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());

const wrong = (username: string, from = "192.0.2.1") => stage.signIn(username, "wrong password", { from });
const setStatus = (username: string, status: "disabled" | "active" | "deleted") =>
  stage.database.pool.query(
    "update directory_user set status = $2, disabled_by = $3, deleted_at = $4 where username = $1",
    [username, status, status === "active" ? null : "operator", status === "deleted" ? stage.clock.now() : null],
  );

describe("signing in", () => {
  it("opens a session by username or e-mail, and keeps only the cookie's hash", async () => {
    await stage.addUser("ann", "owner");
    for (const name of ["ann", "Ann", "ann@example.com"]) {
      const { status, body, cookie } = await stage.signIn(name);
      expect(status).toBe(200);
      expect(body).toMatchObject({ kind: "user", username: "ann", role: "owner", must_change_password: false });
      expect((await stage.ask("GET", "/me", { cookie })).body).toEqual(body);
      const { rows } = await stage.database.pool.query("select * from session");
      expect(JSON.stringify(rows)).not.toContain(cookie?.split("=")[1]);
    }
  });

  it("answers an unknown name, a wrong password, an account without one and a disabled one alike", async () => {
    await stage.addUser("no-password", "member", { hash: null });
    await stage.addUser("off");
    await setStatus("off", "disabled");
    await stage.addUser("bob");
    const answers = [
      await wrong("nobody", "192.0.2.2"),
      await wrong("bob", "192.0.2.3"),
      await stage.signIn("no-password", PASSWORD, { from: "192.0.2.4" }),
      await stage.signIn("off", PASSWORD, { from: "192.0.2.5" }),
    ];
    const told = answers.map(({ status, body: { request_id: _, ...body } }) => ({ status, body }));
    expect(told[0]).toMatchObject({ status: 401, body: { code: "sign_in_refused", values: { tries_left: 4 } } });
    for (const each of told) expect(each).toEqual(told[0]);
  });

  it("takes as long for a name nobody has as for a wrong password", async () => {
    await stage.addUser("timed");
    const measure = async (username: string, at: number) => {
      const start = performance.now();
      await wrong(username, `198.51.100.${at}`);
      return performance.now() - start;
    };
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let at = 0; at < 4; at++) {
      times.known.push(await measure("timed", at));
      times.unknown.push(await measure("untimed", at));
    }
    // Hashing takes 10 ms or more; an answer without it would come in a fraction of that.
    expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) / 3);
  });

  it("takes a new cookie each time and ends the one it was brought (fixation)", async () => {
    const planted = (await stage.signIn("bob")).cookie as string;
    const { cookie } = await stage.signIn("ann", PASSWORD, { cookie: planted });
    expect(cookie).not.toBe(planted);
    expect((await stage.ask("GET", "/me", { cookie: planted })).status).toBe(401);
    const made = `larkbridge=${"A".repeat(43)}`;
    const fresh = await stage.signIn("ann", PASSWORD, { cookie: made });
    expect(fresh.cookie).not.toBe(made);
    expect((await stage.ask("GET", "/me", { cookie: made })).status).toBe(401);
  });

  it("writes into the audit log who came in and who was refused, but not a name nobody has", async () => {
    await wrong("hunter2-typed-as-a-name", "192.0.2.99");
    const { rows } = await stage.database.pool.query("select action, actor, after from audit_record");
    expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(["session.opened", "session.refused"]));
    expect(JSON.stringify(rows)).not.toContain("hunter2");
  });
});

describe("a session", () => {
  it("ends at once when its user is disabled or deleted", async () => {
    await stage.addUser("leaver");
    const { cookie } = await stage.signIn("leaver");
    expect((await stage.ask("GET", "/me", { cookie })).status).toBe(200);
    for (const status of ["disabled", "deleted"] as const) {
      await setStatus("leaver", status);
      expect((await stage.ask("GET", "/me", { cookie })).status).toBe(401);
    }
  });

  it("is over after twelve hours without use, and after seven days in any case", async () => {
    const start = stage.clock.now();
    const idle = (await stage.signIn("ann")).cookie;
    const used = (await stage.signIn("ann")).cookie;
    for (let hour = 0; hour < 7 * 24; hour += 6) {
      expect((await stage.ask("GET", "/me", { cookie: used })).status).toBe(200);
      stage.clock.advance(6 * 3_600_000);
      if (hour === 6) expect((await stage.ask("GET", "/me", { cookie: idle })).status).toBe(401);
    }
    expect((await stage.ask("GET", "/me", { cookie: used })).status).toBe(401);
    stage.clock.set(start);
  });

  it("is listed, and ended one by one or all but this", async () => {
    await stage.addUser("carl");
    const cookies = [await stage.signIn("carl"), await stage.signIn("carl"), await stage.signIn("carl")].map(
      ({ cookie }) => cookie,
    );
    const [first, second, third] = cookies;
    const list = (await stage.ask("GET", "/me/sessions", { cookie: first })).body.items;
    expect(list.length).toBe(3);
    const foreign = (await stage.ask("GET", "/me/sessions", { cookie: (await stage.signIn("bob")).cookie })).body.items;
    expect((await stage.ask("DELETE", `/me/sessions/${foreign[0].id}`, { cookie: first })).body.code).toBe(
      "session_not_found",
    );
    const own = list.find(({ current }: { current: boolean }) => current);
    const left = await stage.ask("DELETE", "/me/sessions", { cookie: first });
    expect(left.body.items.map(({ id }: { id: string }) => id)).toEqual([own.id]);
    for (const cookie of [second, third]) expect((await stage.ask("GET", "/me", { cookie })).status).toBe(401);
    const out = await stage.ask("DELETE", "/session", { cookie: first });
    expect(out.headers["set-cookie"]).toContain("Max-Age=0");
    expect((await stage.ask("GET", "/me", { cookie: first })).status).toBe(401);
  });

  it("asks for the password again after ten minutes, and only before what is dangerous", async () => {
    const start = stage.clock.now();
    const { cookie } = await stage.signIn("ann");
    stage.clock.advance(10 * 60_000 + 1);
    expect((await stage.ask("POST", "/me/totp", { cookie })).body.code).toBe("reauthentication_required");
    expect((await stage.ask("GET", "/operators", { cookie })).status).toBe(200);
    const refused = await stage.ask("PUT", "/session", { cookie, body: { password: "wrong" } });
    expect(refused.body.code).toBe("sign_in_refused");
    expect((await stage.ask("PUT", "/session", { cookie, body: { password: PASSWORD } })).status).toBe(200);
    expect((await stage.ask("POST", "/me/totp", { cookie })).status).toBe(201);
    stage.clock.set(start);
  });
});

describe("guessing", () => {
  it("is paused after five wrong passwords, longer each time, from wherever and whatever the sixth is", async () => {
    const start = stage.clock.now();
    await stage.addUser("dora");
    const tries: (number | undefined)[] = [];
    for (let at = 0; at < 4; at++) tries.push((await wrong("dora", `203.0.113.${at}`)).body.values.tries_left);
    expect(tries).toEqual([4, 3, 2, 1]);
    const pauses: number[] = [];
    for (let at = 0; at < 7; at++) {
      const locked = await wrong("dora", `203.0.113.1${at}`);
      expect(locked).toMatchObject({ status: 429, body: { code: "sign_in_locked" } });
      pauses.push(locked.body.values.retry_after);
      expect(locked.headers["retry-after"]).toBe(String(locked.body.values.retry_after));
      expect((await stage.signIn("dora", PASSWORD, { from: "203.0.113.99" })).status).toBe(429);
      stage.clock.advance(locked.body.values.retry_after * 1000);
    }
    expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900]);
    expect((await stage.signIn("dora", PASSWORD, { from: "203.0.113.99" })).status).toBe(200);
    expect((await wrong("dora", "203.0.113.98")).body.values.tries_left).toBe(4);
    stage.clock.set(start);
  });

  it("gains nothing from asking many times at once", async () => {
    await stage.addUser("erin");
    const answers = await Promise.all(Array.from({ length: 25 }, (_, at) => wrong("erin", `203.0.113.${100 + at}`)));
    expect(answers.filter(({ body }) => body.code === "sign_in_refused").length).toBe(4);
    expect((await stage.signIn("erin", PASSWORD, { from: "203.0.113.200" })).status).toBe(429);
  });

  it("is paused by address too, so that one password cannot be tried on everybody", async () => {
    const codes: string[] = [];
    for (let at = 0; at < 31; at++) codes.push((await wrong(`person${at}`, "2001:db8:0:7::1")).body.code);
    expect(codes.slice(0, 29).every((code) => code === "sign_in_refused")).toBe(true);
    expect(codes.slice(29)).toEqual(["sign_in_locked", "sign_in_locked"]);
    expect((await stage.signIn("ann", PASSWORD, { from: "2001:db8:0:7:ffff::2" })).status).toBe(429);
    expect((await stage.signIn("ann", PASSWORD, { from: "2001:db8:0:8::1" })).status).toBe(200);
  });
});
