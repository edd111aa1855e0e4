import { routes } from "@larkbridge/contract";
import { expect, it } from "vitest";
import { canSendAgain, MESSAGE_STATES } from "./message-state.ts";

it("knows every state of the contract", () => {
  expect(MESSAGE_STATES).toEqual(routes.listMessages.query.shape.state.unwrap().options);
});

it("sends again only what is over and did not surely arrive", () => {
  expect(MESSAGE_STATES.filter(canSendAgain)).toEqual(["failed", "refused", "expired", "unknown"]);
});
