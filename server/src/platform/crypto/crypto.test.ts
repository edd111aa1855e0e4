import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeKeyCheck, verifyKeyCheck } from "./key-check.ts";
import { type MasterKey, newMasterKey, parseMasterKey } from "./master-key.ts";
import { makeSecretBox, type SecretPlace } from "./secret-box.ts";
import { equalSecrets, hashToken, newApiToken } from "./token.ts";

const KEY_TEXT = Buffer.alloc(32, 7).toString("base64");
const place: SecretPlace = { table: "feishu_connection", column: "app_secret", row: "1" };

function keyFrom(text: string): MasterKey {
  const key = parseMasterKey(text);
  if (key === null) throw new Error("the test's key is wrong");
  return key;
}
const key = keyFrom(KEY_TEXT);
const box = makeSecretBox(key, "stored-secret");

describe("master key", () => {
  test("a new key is 32 bytes in base64, another one each time", () => {
    const text = newMasterKey();
    expect(Buffer.from(text, "base64")).toHaveLength(32);
    expect(newMasterKey()).not.toBe(text);
    expect(keyFrom(text).id).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each(["", "secret", Buffer.alloc(31).toString("base64"), Buffer.alloc(33).toString("base64"), `${KEY_TEXT}\n`])(
    "%o is no key",
    (text) => {
      expect(parseMasterKey(text)).toBeNull();
    },
  );

  test("the id names a key and stays the same over releases", () => {
    expect(keyFrom(KEY_TEXT).id).toBe("9a46f1509ee2cae2");
    expect(keyFrom(newMasterKey()).id).not.toBe(key.id);
  });

  test("printing a key shows none of its bytes", () => {
    const printed = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key);
    expect(printed).not.toContain(KEY_TEXT);
    expect(printed).not.toMatch(/(07 ){4}|(07){8}/);
  });

  test("each purpose has a key of its own", () => {
    const sealed = makeSecretBox(key, "key-check").seal("x", place);
    expect(box.open(sealed, place)).toEqual({ ok: false, error: "secret_tampered" });
  });
});

describe("secret box", () => {
  test("what was sealed opens in its place, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.string(), (secret, row) => {
        const sealed = box.seal(secret, { ...place, row });
        expect(box.open(sealed, { ...place, row })).toEqual({ ok: true, value: secret.toWellFormed() });
      }),
    );
  });

  test("a text sealed by this release opens for good", () => {
    expect(
      box.open(
        "lb1:9a46f1509ee2cae2:wKX83QETLCtc3reOGC5y95VOlXw4r13-axga871855GiicgNHrQcPR4KTL_zy6DsW-69yavrDw",
        place,
      ),
    ).toEqual({ ok: true, value: "secret of the first release" });
  });

  test("the same secret never gives the same text, and shows nothing of itself", () => {
    const sealed = box.seal("top-secret", place);
    expect(sealed).not.toBe(box.seal("top-secret", place));
    expect(sealed).toMatch(new RegExp(`^lb1:${key.id}:[A-Za-z0-9_-]+$`));
    expect(sealed).not.toContain("top-secret");
  });

  test.each([{ table: "api_token" }, { column: "settings" }, { row: "2" }])("it does not open moved to %o", (other) => {
    expect(box.open(box.seal("s", place), { ...place, ...other })).toEqual({ ok: false, error: "secret_tampered" });
  });

  test("another key does not open it and is told apart from tampering", () => {
    const other = makeSecretBox(keyFrom(newMasterKey()), "stored-secret");
    expect(other.open(box.seal("s", place), place)).toEqual({ ok: false, error: "secret_key_unknown" });
  });

  test("no byte may change", () => {
    const sealed = box.seal("a secret", place);
    const [version, id, body = ""] = sealed.split(":");
    const bytes = Buffer.from(body, "base64url");
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const blob = `${version}:${id}:${changed.toString("base64url")}`;
      expect(box.open(blob, place)).toEqual({ ok: false, error: "secret_tampered" });
    }
  });

  test.each(["", "plain text", `lb2:${key.id}:AAAA`, `lb1:${key.id}:AAAA`, `lb1:${key.id}:`, `lb1:${key.id}:A A`])(
    "%o is no sealed text",
    (blob) => {
      expect(box.open(blob, place)).toEqual({ ok: false, error: "secret_malformed" });
    },
  );
});

describe("key check", () => {
  test("only the key it was made with passes", () => {
    const check = makeKeyCheck(key);
    expect(verifyKeyCheck(key, check)).toBe(true);
    expect(verifyKeyCheck(keyFrom(newMasterKey()), check)).toBe(false);
    expect(verifyKeyCheck(key, "damaged")).toBe(false);
  });
});

describe("token", () => {
  test("an API token carries 256 random bits behind its mark", () => {
    const token = newApiToken();
    expect(token).toMatch(/^lbt_[A-Za-z0-9_-]{43}$/);
    expect(newApiToken()).not.toBe(token);
    expect(hashToken("abc").toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  test.each([
    ["a", "a", true],
    ["a", "b", false],
    ["a", "aa", false],
    ["", "", true],
  ])("%o and %o are equal: %o", (a, b, equal) => {
    expect(equalSecrets(a, b)).toBe(equal);
  });
});
