import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEnvelope } from "./envelope.ts";

const header = {
  event_id: "ev-1",
  event_type: "contact.user.updated_v3",
  create_time: "1767225600123",
  token: "vt",
  app_id: "cli_0123456789abcdef",
  tenant_key: "tk",
};
const envelope = (type: string, event: object, more: object = {}) =>
  readEnvelope(JSON.parse(JSON.stringify({ schema: "2.0", header: { ...header, event_type: type, ...more }, event })));
const eventOf = (...given: Parameters<typeof envelope>) => {
  const read = envelope(...given);
  return read?.kind === "event" ? read.event : undefined;
};

describe("an event", () => {
  it.each([
    ["contact.user.created_v3", { object: { open_id: "ou_1" } }, { kind: "user", openId: "ou_1" }],
    ["contact.user.updated_v3", { object: { open_id: "ou_1" }, old_object: {} }, { kind: "user", openId: "ou_1" }],
    ["contact.user.deleted_v3", { object: {}, old_object: { open_id: "ou_1" } }, { kind: "user", openId: "ou_1" }],
    [
      "contact.department.updated_v3",
      { object: { open_department_id: "od-1" } },
      { kind: "department", openDepartmentId: "od-1" },
    ],
    [
      "contact.department.deleted_v3",
      { object: null, old_object: { open_department_id: "od-1" } },
      { kind: "department", openDepartmentId: "od-1" },
    ],
    ["contact.scope.updated_v3", { added: {}, removed: {} }, { kind: "range" }],
    ["application.application.visibility.added_v6", {}, { kind: "range" }],
    ["contact.employee_type_enum.actived_v3", { new_enum: {} }, null],
    ["im.message.receive_v1", { message: {} }, null],
    ["something.nobody.knows_v9", { object: { open_id: "ou_1" } }, null],
  ])("%s is a reason to look at what it is about", (type, event, target) => {
    expect(eventOf(type, event)).toMatchObject({ eventId: "ev-1", type, target, card: null });
  });

  it.each([
    ["a person without an id", "contact.user.updated_v3", { object: { name: "张三" } }],
    ["an id that goes nowhere", "contact.user.updated_v3", { object: { open_id: "ou 1/../" } }],
    ["a department by a number", "contact.department.created_v3", { object: { open_department_id: 7 } }],
    ["a pressed card without who pressed it", "card.action.trigger", { token: "c-1", action: { value: {} } }],
  ])("about %s is not taken for one", (_, type, event) => {
    expect(envelope(type, event)).toBeUndefined();
  });

  it.each([
    ["1767225600123", "2026-01-01T00:00:00.123Z"],
    ["1767225600123456", "2026-01-01T00:00:00.123Z"],
    [1767225600123, "2026-01-01T00:00:00.123Z"],
    [undefined, null],
    ["soon", null],
  ])("that happened at %s is dated %s", (told, occurredAt) => {
    expect(eventOf("x", {}, { create_time: told })?.occurredAt).toBe(occurredAt);
  });

  it("of the first schema is read as well", () => {
    const event = { type: "user_add", app_id: "cli_1", tenant_key: "tk", open_id: "ou_1" };
    expect(readEnvelope({ ts: "1767225600.5", uuid: "u-1", token: "vt", type: "event_callback", event })).toEqual({
      kind: "event",
      event: {
        ...{ eventId: "u-1", type: "user_add", appId: "cli_1", tenantKey: "tk", token: "vt" },
        ...{ occurredAt: "2026-01-01T00:00:00.500Z", target: null, card: null },
      },
    });
  });

  it("whose id could not be stored is refused", () => {
    for (const id of ["", "a b", "a\u0000", "张", "x".repeat(257)])
      expect(envelope("x", {}, { event_id: id })).toBeUndefined();
  });

  it("that somebody made up never makes the reader fail", () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => void readEnvelope(body)));
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        (of, event) => void readEnvelope({ schema: "2.0", header: of, event }),
      ),
    );
  });
});

describe("a pressed card", () => {
  const pressed = {
    operator: { open_id: "ou_1", union_id: "on_1", tenant_key: "tk" },
    token: "c-1",
    action: { tag: "button", value: { action: "approve", id: "1" }, form_value: { note: "好" } },
    context: { open_message_id: "om_1", open_chat_id: "oc_1" },
  };

  it("says who pressed what", () => {
    expect(eventOf("card.action.trigger", pressed)).toMatchObject({
      target: null,
      card: {
        ...{ operatorOpenId: "ou_1", operatorUnionId: "on_1", messageId: "om_1", updateToken: "c-1" },
        ...{ value: { action: "approve", id: "1" }, formValue: { note: "好" } },
      },
    });
  });

  it("without a value, or with a text for one, has an empty value", () => {
    for (const value of [undefined, null, "approve"])
      expect(eventOf("card.action.trigger", { ...pressed, action: { value } })?.card?.value).toEqual({});
  });
});
