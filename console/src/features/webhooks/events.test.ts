import { WEBHOOK_EVENTS } from "@larkbridge/contract";
import { expect, it } from "vitest";
import { EVENTS } from "./events.ts";

it("offers every event of the contract", () => {
  expect(EVENTS).toEqual(WEBHOOK_EVENTS);
});
