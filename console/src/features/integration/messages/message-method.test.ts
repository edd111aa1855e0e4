import { expect, it } from "vitest";
import { defaultMethod } from "./message-method.ts";

it.each([
  ["account_binding", true, "account_binding"],
  ["account_binding", false, "email"],
  ["email", true, "email"],
  ["email", false, "email"],
] as const)("with %s stored and bindings kept true: %s, proposes %s", (stored, linksCount, method) => {
  expect(defaultMethod(stored, linksCount)).toBe(method);
});
