import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLogger } from "./logger.ts";
import { REDACTED, Secrets } from "./secrets.ts";

const SECRET = 'dskLLdkasdjlasdKK"\\/+ä';

function makeLog({ isTTY = false, known = [SECRET] }: { isTTY?: boolean; known?: string[] } = {}) {
  const lines: string[] = [];
  const secrets = new Secrets();
  for (const value of known) secrets.add(value);
  const log = createLogger({ level: "debug", secrets, out: { write: (line) => lines.push(line), isTTY } });
  return { log, lines, records: () => lines.map((line) => JSON.parse(line)) };
}

/** An error as libraries throw them: the secret in its message, stack, cause, and in what hangs on it. */
function leakyError(secret: string): Error {
  const cause = new Error(`refused ${secret}`);
  return Object.assign(new Error(`POST with ${secret} failed`, { cause }), {
    code: "ECONNRESET",
    config: { data: `{"app_secret":"${secret}"}`, headers: { authorization: `Bearer ${secret}` } },
  });
}

describe("log", () => {
  test("a line is one JSON object with time, level and message", () => {
    const { log, records } = makeLog();
    log.info({ run: 7 }, "sync finished");
    expect(records()).toEqual([
      { level: "info", time: expect.stringMatching(/^\d{4}-.*Z$/), run: 7, msg: "sync finished" },
    ]);
  });

  test("a secret in an error's message, cause or stack is never written", () => {
    const { log, lines, records } = makeLog();
    log.error(leakyError(SECRET), "read failed");
    log.error({ err: new AggregateError([leakyError(SECRET)], SECRET) });
    log.warn({ failure: leakyError(SECRET) }, `it was ${SECRET}`);
    log.child({ peer: SECRET }).info({ [SECRET]: [{ deep: SECRET }] }, "%s and %j", SECRET, { a: SECRET });
    const written = lines.join("");
    expect(written).toContain(REDACTED);
    expect(written).not.toContain("dskLLdkasdjlasdKK");
    expect(records()[0].err).toMatchObject({
      type: "Error",
      code: "ECONNRESET",
      message: `POST with ${REDACTED} failed`,
      cause: { message: `refused ${REDACTED}` },
    });
    expect(records()[0].err.config).toBeUndefined();
  });

  test("encoded secrets are found too", () => {
    const { log, lines } = makeLog();
    log.info({ url: `http://h/?s=${encodeURIComponent(SECRET)}`, basic: Buffer.from(SECRET).toString("base64") });
    log.info({ body: JSON.stringify({ s: SECRET }) });
    expect(lines.join("")).not.toMatch(/dskLL|%2F%2B/);
    expect(lines.join("")).not.toContain(Buffer.from(SECRET).toString("base64").slice(0, 12));
  });

  test("an unknown secret is removed by the name of its key", () => {
    const { log, records } = makeLog({ known: [] });
    const names = [
      "password",
      "appSecret",
      "app_secret",
      "Authorization",
      "set-cookie",
      "tenant_access_token",
      "token",
    ];
    log.info({ nested: [Object.fromEntries(names.map((name) => [name, "unknown-value"]))], tokens: 3, password: null });
    expect(records()[0].nested[0]).toEqual(Object.fromEntries(names.map((name) => [name, REDACTED])));
    expect(records()[0]).toMatchObject({ tokens: 3, password: null });
  });

  test("whatever the secret is, the line stays one JSON object without it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 8, maxLength: 20 }), (secret) => {
        const { log, records } = makeLog({ known: [secret] });
        log.info({ at: `<${secret}>` }, `before ${secret} after`);
        const [record] = records();
        expect(record.at).toBe(`<${REDACTED}>`);
        expect(record.msg).toBe(`before ${REDACTED} after`);
      }),
      { numRuns: 200 },
    );
  });

  test("on a terminal a record is a readable line, without secrets as well", () => {
    const { log, lines } = makeLog({ isTTY: true });
    log.warn({ run: 7, reason: "two words" }, "held");
    log.error(leakyError(SECRET), "failed");
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}held run=7 reason="two words"\n$/);
    expect(lines[1]).toContain("caused by:");
    expect(lines[1]).not.toContain("dskLL");
  });

  test("the level holds back what is less urgent", () => {
    const { log, lines } = makeLog();
    log.trace("nothing");
    expect(lines).toEqual([]);
  });
});

describe("known secrets", () => {
  test("the longer of two that begin alike is replaced whole", () => {
    const secrets = new Secrets();
    secrets.add("abcd");
    secrets.add("abcdefgh");
    expect(secrets.scrub("abcdefgh abcd")).toBe(`${REDACTED} ${REDACTED}`);
  });

  test("very short values are left alone, forgotten ones too", () => {
    const secrets = new Secrets();
    secrets.add("a");
    secrets.add("gone-token");
    secrets.remove("gone-token");
    expect(secrets.scrub("a gone-token")).toBe("a gone-token");
  });
});
