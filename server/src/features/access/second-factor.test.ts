import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAccessStage, PASSWORD } from "../../../test/support/access-stage.ts";
import { totpStep } from "./totp.ts";

let stage: Awaited<ReturnType<typeof openAccessStage>>;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());

const codeAt = (secret: string, offset = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.parse(stage.clock.now()) + offset });

async function enrol(username: string) {
  await stage.addUser(username, "administrator");
  const { cookie } = await stage.signIn(username);
  const { secret, uri } = (await stage.ask("POST", "/me/totp", { cookie })).body;
  const confirmed = await stage.ask("PUT", "/me/totp", { cookie, body: { code: codeAt(secret) } });
  return { cookie, secret, uri, recovery: confirmed.body.recovery_codes as string[] };
}

describe("time-based codes", () => {
  // RFC 6238 appendix B, SHA-1, cut to six digits.
  const secret = new Secret({ buffer: new TextEncoder().encode("12345678901234567890").buffer }).base32;
  it.each([
    ["1970-01-01T00:00:59.000Z", "287082", 1],
    ["2005-03-18T01:58:29.000Z", "081804", 37037036],
    ["2033-05-18T03:33:20.000Z", "279037", 66666666],
  ])("are those of RFC 6238 at %s", (at, code, step) => {
    expect(totpStep(secret, code, at as never)).toBe(step);
  });
});

describe("a second factor", () => {
  it("is asked for once it is confirmed, and not before", async () => {
    await stage.addUser("half", "administrator");
    const { cookie } = await stage.signIn("half");
    const { body } = await stage.ask("POST", "/me/totp", { cookie });
    expect(body.uri).toContain(`otpauth://totp/Larkbridge:half?`);
    expect((await stage.ask("PUT", "/me/totp", { cookie, body: { code: "000000" } })).body.code).toBe(
      "totp_code_wrong",
    );
    expect((await stage.signIn("half")).status).toBe(200);
  });

  it("opens with a code of now or half a minute around it, each once", async () => {
    const { secret } = await enrol("olga");
    expect((await stage.signIn("olga")).body.code).toBe("second_factor_required");
    // The code that confirmed it is spent.
    expect((await stage.signIn("olga", PASSWORD, { code: codeAt(secret) })).body.code).toBe("second_factor_refused");
    stage.clock.advance(60_000);
    const code = codeAt(secret, -30_000);
    expect((await stage.signIn("olga", PASSWORD, { code })).status).toBe(200);
    expect((await stage.signIn("olga", PASSWORD, { code })).status).toBe(401);
    expect((await stage.signIn("olga", PASSWORD, { code: codeAt(secret, 30_000) })).status).toBe(200);
    expect((await stage.signIn("olga", PASSWORD, { code: codeAt(secret, 90_000) })).status).toBe(401);
  });

  it("opens with each of ten recovery codes once, however they are typed", async () => {
    const { recovery, cookie } = await enrol("pia");
    expect(new Set(recovery).size).toBe(10);
    const [first = "", second = ""] = recovery;
    expect((await stage.signIn("pia", PASSWORD, { code: first })).status).toBe(200);
    expect((await stage.signIn("pia", PASSWORD, { code: first })).status).toBe(401);
    expect((await stage.signIn("pia", PASSWORD, { code: second.toUpperCase().replaceAll("-", "") })).status).toBe(200);
    expect((await stage.ask("GET", "/me", { cookie })).body).toMatchObject({ totp: true, recovery_codes_left: 8 });
    const { rows } = await stage.database.pool.query("select * from recovery_code");
    expect(JSON.stringify(rows)).not.toContain(first);
  });

  it("cannot be guessed: a right password in between does not forget wrong codes", async () => {
    await enrol("quinn");
    const codes: string[] = [];
    for (let at = 0; at < 5; at++) {
      codes.push((await stage.signIn("quinn", PASSWORD, { code: "000000" })).body.code);
      await stage.signIn("quinn");
    }
    expect(codes.slice(0, 4)).toEqual(Array(4).fill("second_factor_refused"));
    expect(codes[4]).toBe("sign_in_locked");
  });

  it("goes when it is switched off, and its secret is never stored in the open", async () => {
    const { cookie, secret } = await enrol("rosa");
    const { rows } = await stage.database.pool.query("select secret from totp");
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect((await stage.ask("POST", "/me/totp", { cookie })).body.code).toBe("totp_enabled");
    expect((await stage.ask("DELETE", "/me/totp", { cookie })).body).toMatchObject({ totp: false });
    expect((await stage.signIn("rosa")).status).toBe(200);
  });

  it("is for operators and auditors, not for members", async () => {
    await stage.addUser("member");
    const { cookie } = await stage.signIn("member");
    expect((await stage.ask("POST", "/me/totp", { cookie })).body.code).toBe("forbidden");
  });
});
