import { APPLICATION_CLAIMS } from "@larkbridge/contract";
import { expect, it } from "vitest";
import { CLAIMS, previewOf, scopesOf } from "./claims.ts";

const somebody = { name: "Shen Yan", username: "shen.yan", email: null };
const words = { department: "R&D", team: "Platform", group: "Climbers" };

it("offers every claim of the contract", () => {
  expect([...CLAIMS].sort()).toEqual([...APPLICATION_CLAIMS].sort());
});

it("shows what is told always, and of the rest only what was chosen", () => {
  expect(Object.keys(previewOf([], somebody, words))).toEqual(["sub", "name", "preferred_username"]);
  expect(previewOf(["email", "groups"], somebody, words)).toMatchObject({
    email: "shen.yan@example.com",
    groups: ["Climbers", "R&D", "R&D/Platform"],
  });
  expect(previewOf(["email"], somebody, words)).not.toHaveProperty("groups");
});

it("asks for no more than was chosen", () => {
  expect(scopesOf(["department"], false)).toEqual(["openid", "profile"]);
  expect(scopesOf(["email", "groups"], true)).toEqual(["openid", "profile", "email", "groups", "offline_access"]);
});
