import { describe, expect, test } from "vitest";
import { departmentRecord, userRecord } from "./answers.ts";
import { grantedOf, heldFor } from "./permissions.ts";
import { KeyObserver, missingLockedFields } from "./readability.ts";

const person = (fields: Record<string, unknown>) => userRecord.parse({ open_id: "ou_1", union_id: "on_1", ...fields });
const status = { is_frozen: false };

function judge(
  people: readonly Record<string, unknown>[],
  {
    before = null,
    after = before,
    whole = true,
  }: { before?: readonly string[] | null; after?: readonly string[] | null; whole?: boolean },
) {
  const observer = new KeyObserver();
  for (const fields of people) observer.seeUser(person(fields));
  const grants = before && after ? { before: new Set(before), after: new Set(after) } : null;
  return observer.judge(grants, whole);
}

describe("what may be read", () => {
  const email = "contact:user.email:readonly";

  test("is what is granted and shows in some record", () => {
    expect(judge([{ email: "" }, { name: "A" }], { before: [email] }).user.email).toBe(true);
  });

  test("is not what nobody's record shows, although it is granted: the grant may not be in force", () => {
    expect(judge([{ name: "A" }], { before: [email] }).user.email).toBe(false);
  });

  test("of a few people is what is granted: one person without e-mail proves nothing", () => {
    expect(judge([{ name: "A" }], { before: [email], whole: false }).user.email).toBe(true);
  });

  test("is not what was granted at the beginning or the end only", () => {
    expect(judge([{ email: "a@b.cn" }], { before: [email], after: [] }).user.email).toBe(false);
    expect(judge([{ email: "a@b.cn" }], { before: [], after: [email] }).user.email).toBe(false);
  });

  test("is what shows by a permission nobody knows of", () => {
    expect(judge([{ employee_no: "1" }], { before: [] }).user.employeeNo).toBe(true);
  });

  test("is what was seen, where Feishu does not tell what is granted", () => {
    const { user } = judge([{ name: "A", status }], {});
    expect(user).toMatchObject({ name: true, state: true, email: false, departments: false });
  });

  test("belongs together: without any status the whole group of employment is not in force", () => {
    const employee = "contact:user.employee:readonly";
    expect(judge([{ name: "A" }], { before: [employee], whole: false }).user).toMatchObject({
      state: false,
      jobTitle: false,
    });
    expect(judge([{ name: "A", status }], { before: [employee], whole: false }).user).toMatchObject({
      state: true,
      jobTitle: true,
    });
  });

  test("custom attributes count only once seen, for they also hang on a switch", () => {
    const employee = "contact:user.employee:readonly";
    expect(judge([{ status }], { before: [employee], whole: false }).attributes).not.toContain("custom");
    expect(judge([{ status, custom_attrs: [] }], { before: [employee] }).attributes).toContain("custom");
  });

  test("of departments is judged alike", () => {
    const observer = new KeyObserver();
    observer.seeDepartment(
      departmentRecord.parse({ open_department_id: "od-1", parent_department_id: "0", order: "1" }),
    );
    const grants = new Set(["contact:department.organize:readonly"]);
    expect(observer.judge({ before: grants, after: grants }, true).department).toEqual({
      name: false,
      parent: true,
      order: true,
      leaders: true,
    });
  });
});

describe("locked fields", () => {
  test("an enterprise e-mail is e-mail enough", () => {
    expect(missingLockedFields(judge([{ name: "A", enterprise_email: "a@b.cn", department_ids: [] }], {}))).toEqual([
      { field: "department_name", permission: "contact:department.base:readonly" },
    ]);
  });

  test("every one that is missing is named with the permission that fills it", () => {
    expect(missingLockedFields(judge([{}], {})).map(({ field }) => field)).toEqual([
      "name",
      "email",
      "departments",
      "department_name",
    ]);
  });
});

describe("permissions", () => {
  const scope = (scope_name: string, grant_status: number, scope_type?: string) => ({
    scope_name,
    grant_status,
    scope_type,
  });

  test("count when granted to the app itself", () => {
    const granted = grantedOf([
      scope("contact:user.base:readonly", 1, "tenant"),
      scope("contact:user.email:readonly", 1, "user"),
      scope("contact:user.phone:readonly", 2),
      scope("ehr:employee:readonly", 1),
    ]);
    expect([...granted]).toEqual(["contact:user.base:readonly", "ehr:employee:readonly"]);
  });

  test("are known without their leading word as well", () => {
    expect(grantedOf([scope("user.base:readonly", 1)]).has("contact:user.base:readonly")).toBe(true);
  });

  test("of the older kind stand in for the newer ones, but never for e-mail or mobile", () => {
    const legacy = grantedOf([scope("contact:contact:readonly_as_app", 1)]);
    expect(heldFor("contact:user.employee:readonly", legacy)).toBe("contact:contact:readonly_as_app");
    expect(heldFor("contact:user.email:readonly", legacy)).toBeNull();
    expect(heldFor("contact:user.phone:readonly", legacy)).toBeNull();
  });
});
