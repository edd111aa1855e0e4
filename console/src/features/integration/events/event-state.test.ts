import { expect, it } from "vitest";
import { missingKeys, receivedOf, toEventsChange } from "./event-state.ts";

const draft = { mode: "webhook" as const, encryptKey: " key ", verificationToken: "" };

it("wants both keys before the first webhook, and none once they are stored", () => {
  expect(missingKeys(draft, false)).toEqual(["verificationToken"]);
  expect(missingKeys(draft, true)).toEqual([]);
  expect(missingKeys({ ...draft, mode: "off" }, false)).toEqual([]);
});

it("sends only the keys that were typed, and none with another mode", () => {
  expect(toEventsChange(draft)).toEqual({ mode: "webhook", encrypt_key: "key" });
  expect(toEventsChange({ ...draft, mode: "long_connection" })).toEqual({ mode: "long_connection" });
});

it("counts what came of every type", () => {
  const received = [
    { type: "contact.user.updated_v3", count: 4 },
    { type: "contact.user.deleted_v3", count: 1 },
  ];
  expect(receivedOf({ received })).toBe(5);
});
