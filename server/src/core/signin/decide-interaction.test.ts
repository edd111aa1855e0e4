import { describe, expect, it } from "vitest";
import { type AskedSignIn, decideInteraction, type OwnSession } from "./decide-interaction.ts";

const NOW = 10_000;
const session = (part: Partial<OwnSession> = {}): OwnSession => ({
  userId: "u",
  authTime: 5_000,
  mustChangePassword: false,
  ...part,
});
const asked = (part: Partial<AskedSignIn> = {}): AskedSignIn => ({
  again: false,
  maxAge: null,
  askedAt: 9_000,
  ...part,
});

describe("a request for a sign-in", () => {
  it.each([
    ["nobody is signed in", null, asked(), "sign_in"],
    ["somebody is", session(), asked(), "finish"],
    ["the password is to be changed first", session({ mustChangePassword: true }), asked(), "sign_in"],
    ["a new sign-in is wanted", session(), asked({ again: true }), "sign_in_again"],
    ["a new sign-in is wanted and was made since", session({ authTime: 9_000 }), asked({ again: true }), "finish"],
    ["the sign-in is as old as it may be", session(), asked({ maxAge: 5_000 }), "finish"],
    ["the sign-in is older than it may be", session(), asked({ maxAge: 4_999 }), "sign_in_again"],
    ["no age is young enough, and it was made since", session({ authTime: 9_001 }), asked({ maxAge: 0 }), "finish"],
    [
      "a fresh one must change the password",
      session({ authTime: 9_001, mustChangePassword: true }),
      asked(),
      "sign_in",
    ],
  ] as const)("when %s: %#", (_, own, request, kind) => {
    expect(decideInteraction(own, request, NOW).kind).toBe(kind);
  });

  it("is answered with who it is and when they showed it", () => {
    expect(decideInteraction(session(), asked(), NOW)).toEqual({ kind: "finish", userId: "u", authTime: 5_000 });
  });
});
