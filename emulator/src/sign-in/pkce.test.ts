import { describe, expect, test } from "vitest";
import { verifierFits } from "./pkce.ts";

const VERIFIER = "emu-code-verifier-0123456789-0123456789-0123456789";
const S256 = { value: "8raA5vorag36zLC_QCwO9tOwZ7QsgkZ5FbWHu5WDYsE", method: "S256" } as const;

describe("a code verifier", () => {
  test("fits the published S256 challenge and no other", () => {
    expect(verifierFits(S256, VERIFIER)).toBe(true);
    expect(verifierFits(S256, `${VERIFIER}x`)).toBe(false);
    expect(verifierFits({ ...S256, value: `${S256.value}=` }, VERIFIER)).toBe(false);
  });

  test("is the challenge itself with the method plain", () => {
    expect(verifierFits({ value: VERIFIER, method: "plain" }, VERIFIER)).toBe(true);
    expect(verifierFits({ ...S256, method: "plain" }, VERIFIER)).toBe(false);
  });

  test.each(["x".repeat(42), "x".repeat(129), `${"x".repeat(43)}!`])(
    "of a shape that is not allowed fits nothing: %s",
    (wrong) => {
      expect(verifierFits({ value: wrong, method: "plain" }, wrong)).toBe(false);
    },
  );

  test("and a challenge come together or not at all", () => {
    expect(verifierFits(undefined, undefined)).toBe(true);
    expect(verifierFits(S256, undefined)).toBe(false);
    expect(verifierFits(undefined, VERIFIER)).toBe(false);
  });
});
