import { expect, it } from "vitest";
import { everythingReadable, sourceUser } from "../../../test/support/sync-makers.ts";
import { judgeMapping } from "./mapping.ts";

const READABLE = {
  ...everythingReadable,
  user: { ...everythingReadable.user, email: false, enterpriseEmail: true, mobile: false },
};

it("masks everything but the domain of an address, whatever the value's length", () => {
  const people = [
    sourceUser("one", {
      name: "单雄信",
      email: "xiongxin.shan@example.com",
      mobile: "+8613800000042",
      employeeNo: "7",
    }),
    sourceUser("two", { name: "𠮷", email: null, mobile: null, employeeNo: null, nickname: null }),
  ];
  const { people: shown, fields } = judgeMapping(people, READABLE);
  expect(shown[0]).toMatchObject({
    name: "单•••",
    email: "x•••@example.com",
    mobile: "+86••••42",
    employeeNo: "7•••",
  });
  expect(shown[1]).toMatchObject({ name: "𠮷•••", email: null, mobile: null, employeeNo: null });
  expect(fields.find(({ field }) => field === "mobile")).toMatchObject({ filled: 1, readable: false });
  // An address may come as either kind.
  expect(fields.find(({ field }) => field === "email")).toMatchObject({ filled: 1, readable: true });
});

it("says nothing about fields when nobody could be looked at", () => {
  for (const field of judgeMapping([], READABLE).fields)
    expect(field).toMatchObject({ readable: null, filled: 0, example: null });
});
