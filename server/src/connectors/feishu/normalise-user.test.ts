import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type UserRecord, userRecord } from "./answers.ts";
import { normaliseUser } from "./normalise-user.ts";

const record = (fields: Record<string, unknown> = {}): UserRecord =>
  userRecord.parse({ open_id: "ou_1", union_id: "on_1", name: "张三", ...fields });

const active = { is_frozen: false, is_resigned: false, is_activated: true, is_exited: false, is_unjoin: false };

describe("a person's record", () => {
  test("becomes the core's form, normalised", () => {
    const person = record({
      user_id: "zhang.san",
      name: "  Zoe\u0301 🙂 ",
      nickname: "",
      en_name: "Zoé",
      email: " San.Zhang@Example.COM ",
      enterprise_email: "other@example.com",
      mobile: "13800000001",
      employee_no: "10086",
      job_title: "Engineer",
      status: active,
      leader_user_id: "ou_lead",
      department_ids: ["od-b", "od-a"],
      orders: [
        { department_id: "od-a", user_order: 1, department_order: 7, is_primary_dept: false },
        { department_id: "od-b", user_order: 2, department_order: 3, is_primary_dept: true },
      ],
      avatar: { avatar_72: "https://a/72", avatar_240: "https://a/240" },
      join_time: 1_700_006_400,
      employee_type: 1,
      is_tenant_manager: false,
      mobile_visible: true,
      city: "",
      custom_attrs: [
        { id: "C-2", type: "ENUMERATION", value: { option_id: "o", option_value: "red" } },
        { id: "C-1", type: "TEXT", value: { text: " blue " } },
        { id: "C-3", type: "TEXT", value: { text: "" } },
      ],
    });
    expect(normaliseUser(person, null)).toEqual({
      unionId: "on_1",
      openId: "ou_1",
      userId: "zhang.san",
      name: "Zoé 🙂",
      nickname: null,
      email: "san.zhang@example.com",
      mobile: "+8613800000001",
      employeeNo: "10086",
      jobTitle: "Engineer",
      state: "active",
      leaderOpenId: "ou_lead",
      memberships: [
        { openDepartmentId: "od-b", primary: true, userOrder: 2, departmentOrder: 3 },
        { openDepartmentId: "od-a", primary: false, userOrder: 1, departmentOrder: 7 },
      ],
      attributes: {
        avatar: "https://a/240",
        custom: { "C-1": "blue", "C-2": "red" },
        employee_type: 1,
        en_name: "Zoé",
        is_tenant_manager: false,
        join_time: "2023-11-15T00:00:00.000Z",
        mobile_visible: true,
      },
    });
  });

  test.each([
    [{ status: { ...active, is_resigned: true, is_exited: true, is_frozen: true } }, "resigned"],
    [{ status: { ...active, is_exited: true, is_frozen: true } }, "exited"],
    [{ status: { ...active, is_frozen: true, is_unjoin: true } }, "frozen"],
    [{ status: { ...active, is_unjoin: true, is_activated: false } }, "not_joined"],
    [{ status: { ...active, is_activated: false } }, "not_activated"],
    [{ status: active }, "active"],
    [{}, "unknown"],
    [{ is_frozen: false }, "unknown"],
    [{ is_frozen: true }, "frozen"],
    [{ status: active, is_frozen: true }, "frozen"],
  ] as const)("%j is %s", (fields, state) => {
    expect(normaliseUser(record(fields), null).state).toBe(state);
  });

  test.each([
    [{ email: "", enterprise_email: "A@B.cn" }, "a@b.cn"],
    [{ enterprise_email: "A@B.cn" }, "a@b.cn"],
    [{ email: "x@y.cn", enterprise_email: "A@B.cn" }, "x@y.cn"],
    [{ email: "", enterprise_email: "" }, null],
    [{}, null],
  ])("the e-mail of %j is %j", (fields, email) => {
    expect(normaliseUser(record(fields), null).email).toBe(email);
  });

  const order = (department_id: string, department_order: number, is_primary_dept = false) => ({
    department_id,
    user_order: 0,
    department_order,
    is_primary_dept,
  });

  test.each([
    ["the marked department", [order("a", 1, true), order("b", 9)], "a"],
    ["else the largest order", [order("a", 1), order("b", 9)], "b"],
    ["none when two tie", [order("a", 9), order("b", 9)], null],
    ["none without orders", [], null],
    ["none when the root is marked", [order("0", 1, true), order("b", 9)], null],
  ])("primary is %s", (_, orders, primary) => {
    const { memberships } = normaliseUser(record({ department_ids: ["a", "b"], orders }), null);
    expect(memberships.find((membership) => membership.primary)?.openDepartmentId ?? null).toBe(primary);
  });

  test("somebody directly under the root belongs to no department", () => {
    expect(normaliseUser(record({ department_ids: ["0"] }), "0").memberships).toEqual([]);
  });

  test("where the record names no department, the list that showed the person does", () => {
    expect(normaliseUser(record(), "od-a").memberships).toEqual([
      { openDepartmentId: "od-a", primary: false, userOrder: 0, departmentOrder: 0 },
    ]);
    expect(normaliseUser(record(), "0").memberships).toEqual([]);
  });

  test("text is always storable: well-formed, in NFC, without NUL and blanks around it", () => {
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 20 }), (units) => {
        const name = String.fromCharCode(...units);
        const read = normaliseUser(record({ name: `${name}\ud800\u0000` }), null).name;
        expect(read).toBe(read?.normalize("NFC").trim());
        expect(read?.isWellFormed()).toBe(true);
        expect(read).not.toContain("\u0000");
      }),
    );
  });
});
