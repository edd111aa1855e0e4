import { expect, it } from "vitest";
import { actsFor } from "./user-act-rules.ts";

const ann = { id: "1", role: "member", status: "active", service_account: false } as const;
const owner = { id: "9", role: "owner" } as const;
const administrator = { id: "8", role: "administrator" } as const;

it("offers what the state of the account allows", () => {
  expect(actsFor(ann, administrator)).toEqual({ edit: true, menu: ["passwordLink", "disable", "delete"] });
  expect(actsFor({ ...ann, status: "disabled" }, administrator).menu).toEqual(["enable", "delete"]);
  expect(actsFor({ ...ann, status: "deleted" }, administrator)).toEqual({ edit: false, menu: ["restore"] });
});

it("keeps owners from administrators, and everybody from their own account", () => {
  expect(actsFor({ ...ann, role: "owner" }, administrator)).toEqual({ edit: false, menu: [] });
  expect(actsFor({ ...ann, role: "owner" }, owner).menu).toContain("disable");
  expect(actsFor({ ...ann, id: "9", role: "owner" }, owner)).toEqual({ edit: true, menu: [] });
});
