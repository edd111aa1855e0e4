import { expect, it } from "vitest";
import { missingOf, NEW_NOTIFICATION, problemIn, toRequest } from "./notification-draft.ts";

const to = {
  everyone: false,
  users: [{ id: "u1", name: "沈砚", username: "shen.yan" }],
  groups: [{ id: "g1", name: "Ops" }],
  departments: [{ id: "d1", name: "R&D", subtree: true }],
};
const text = { ...NEW_NOTIFICATION, to, text: " Hello " };
const template = { ...NEW_NOTIFICATION, to, kind: "template" as const, template: "vpn_ready", values: { app: "VPN" } };

it.each([
  ["recipients", { ...text, to: NEW_NOTIFICATION.to }, []],
  ["text", { ...text, text: " " }, []],
  ["template", { ...template, template: null }, []],
  ["values", template, ["app", "link"]],
  [null, text, []],
  [null, template, ["app"]],
] as const)("lacks %s", (problem, draft, needed) => {
  expect(problemIn(draft, needed)).toBe(problem);
});

it("names the values that are still empty", () => {
  expect(missingOf(template, ["app", "link"])).toEqual(["link"]);
});

it("sends ids, and either a text or a template with the values it needs", () => {
  const recipients = { users: ["u1"], groups: ["g1"], departments: [{ id: "d1", subtree: true }] };
  expect(toRequest(text, [], "k")).toEqual({
    recipients,
    content: { type: "text", text: "Hello" },
    idempotency_key: "k",
  });
  const withOther = { ...template, values: { app: "VPN", other: "of another template" } };
  expect(toRequest(withOther, ["app"], "k")).toEqual({
    recipients,
    template: "vpn_ready",
    values: { app: "VPN" },
    idempotency_key: "k",
  });
});
