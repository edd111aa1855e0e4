import { expect, it } from "vitest";
import { isSame, kindOf, movedUp, nextField, toRelations, withoutRelation, withRelation, withSource } from "./draft.ts";

const cn = { attribute: "cn", first_of: [{ field: "username" }] };
const mail = {
  attribute: "mail",
  first_of: [{ field: "email", as: ["lower" as const] }, { custom: "C-1" }, { constant: "a@b" }],
};

it("sends relations without what the server told beside them, and no empty lists of changes", () => {
  const told = { ...cn, first_of: [{ field: "username", as: [] }], expression: "username" };
  expect(toRelations([told])).toEqual([cn]);
});

it("knows the same relations in another order, and others from them", () => {
  expect(isSame([cn, mail], [mail, { ...cn, first_of: [{ field: "username", as: [] }] }])).toBe(true);
  expect(isSame([cn, mail], [cn, { ...mail, first_of: mail.first_of.toReversed() }])).toBe(false);
  expect(isSame([cn], [cn, mail])).toBe(false);
});

it("replaces the relation of an attribute, adds one, takes one away", () => {
  const named = { attribute: "cn", first_of: [{ field: "name" }] };
  expect(withRelation([cn, mail], named)).toEqual([named, mail]);
  expect(withRelation([cn], mail)).toEqual([cn, mail]);
  expect(withoutRelation([cn, mail], "cn")).toEqual([mail]);
});

it("replaces, removes and moves sources", () => {
  const [first, second, third] = mail.first_of;
  expect(withSource(mail.first_of, 1, { constant: "x" })).toEqual([first, { constant: "x" }, third]);
  expect(withSource(mail.first_of, 1, null)).toEqual([first, third]);
  expect(movedUp(mail.first_of, 2)).toEqual([first, third, second]);
  expect(movedUp(mail.first_of, 0)).toEqual(mail.first_of);
});

it("knows where a source takes its value from", () => {
  expect(mail.first_of.map(kindOf)).toEqual(["field", "custom", "constant"]);
});

it("begins another source with a field that is not tried yet and that not everybody has", () => {
  const fields = [
    { name: "username", always: true },
    { name: "nickname", always: false },
    { name: "email", always: false },
  ];
  expect(nextField([], fields)).toBe("nickname");
  expect(nextField([{ field: "nickname" }, { constant: "x" }], fields)).toBe("email");
  expect(nextField([{ field: "nickname" }, { field: "email" }], fields)).toBe("username");
});
