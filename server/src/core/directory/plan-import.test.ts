import { expect, test } from "vitest";
import type { UnionId, UserId } from "../kernel/ids.ts";
import { type ImportedPerson, type KnownAccount, planImport } from "./plan-import.ts";

const person = (over: Partial<ImportedPerson> = {}): ImportedPerson => ({
  username: "li.wei",
  email: "li.wei@example.com",
  name: "李伟",
  unionId: "on_1" as UnionId,
  ...over,
});
const account = (over: Partial<KnownAccount> = {}): KnownAccount => ({
  id: "1" as UserId,
  username: "li.wei",
  email: "li.wei@example.com",
  name: "李伟",
  deleted: false,
  operator: false,
  unionId: null,
  ...over,
});
const other = "on_2" as UnionId;
const own = "on_1" as UnionId;

test.each<[why: string, people: ImportedPerson[], known: KnownAccount[], expected: string[]]>([
  ["nobody knows", [person()], [], ["created"]],
  ["who was taken over before", [person()], [account({ unionId: own })], ["unchanged"]],
  [
    "whose username is written otherwise here",
    [person()],
    [account({ username: "Li.Wei", unionId: own })],
    ["unchanged"],
  ],
  [
    "whom a sync named otherwise",
    [person()],
    [account({ username: "liwei", unionId: own })],
    ["unchanged import_known_by_another_name"],
  ],
  ["with an account of the same name and address", [person()], [account()], ["linked"]],
  ["without Feishu who has an account", [person({ unionId: null })], [account()], ["unchanged"]],
  ["with an operator's account", [person()], [account({ operator: true })], ["unchanged"]],
  [
    "with a namesake's account",
    [person()],
    [account({ email: "other@example.com" })],
    ["refused import_username_taken"],
  ],
  ["with a deleted account", [person()], [account({ deleted: true })], ["refused import_username_taken"]],
  [
    "with an account of another person in Feishu",
    [person()],
    [account({ unionId: other })],
    ["refused import_username_taken"],
  ],
  ["without an address, by the same name", [person({ email: null })], [account({ email: null })], ["linked"]],
  [
    "without an address, by another name",
    [person({ email: null })],
    [account({ email: null, name: "x" })],
    ["refused import_username_taken"],
  ],
  ["whose address somebody has", [person()], [account({ username: "lw" })], ["refused import_email_in_use"]],
  ["whose address a deleted account had", [person()], [account({ username: "lw", deleted: true })], ["created"]],
  ["with a name that cannot be", [person({ username: "李 伟" })], [], ["refused import_username_unusable"]],
  ["whom Feishu does not know", [person({ unionId: null })], [], ["refused built_in_unsupported"]],
  [
    "who comes twice by name",
    [person(), person({ unionId: other, email: null })],
    [],
    ["created", "refused import_person_twice"],
  ],
  [
    "who comes twice by Feishu",
    [person(), person({ username: "x", email: null })],
    [],
    ["created", "refused import_person_twice"],
  ],
  [
    "who comes twice by address",
    [person(), person({ username: "x", unionId: other })],
    [],
    ["created", "refused import_person_twice"],
  ],
])("a person %s", (_, people, known, expected) => {
  const decided = planImport(people, known, false);
  expect(decided.map((one) => `${one.outcome}${"code" in one && one.code ? ` ${one.code}` : ""}`)).toEqual(expected);
});

test("people whom Feishu does not know are created where such people are supported", () => {
  expect(planImport([person({ unionId: null })], [], true)).toEqual([{ outcome: "created" }]);
});
