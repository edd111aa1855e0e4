import { expect, it } from "vitest";
import { EMPTY_REGISTRATION, toChanges, toNewApplication } from "./form-values.ts";

it("sends what was filled in, trimmed, and null for what was left out", () => {
  const values = { ...EMPTY_REGISTRATION, name: " GitLab ", redirect_uris: [" https://git.example.com/cb ", ""] };
  expect(toNewApplication(values)).toEqual({
    kind: "web",
    name: "GitLab",
    description: "",
    home_url: null,
    redirect_uris: ["https://git.example.com/cb"],
    claims: ["email", "groups"],
  });
});

it("sends no redirect URL for a device, even when one was typed before the kind was changed", () => {
  const values = { ...EMPTY_REGISTRATION, kind: "device", redirect_uris: ["https://git.example.com/cb"] } as const;
  expect(toNewApplication(values).redirect_uris).toEqual([]);
  expect(toChanges(values, "device")).not.toHaveProperty("redirect_uris");
});

it("leaves PKCE alone where it is always needed", () => {
  expect(toChanges({ pkce_required: false }, "web")).toHaveProperty("pkce_required", false);
  expect(toChanges({ pkce_required: false }, "public")).not.toHaveProperty("pkce_required");
});
