import { z } from "zod";
import { instant, pageQuery, searchText, uuid } from "./base.ts";

const departmentShape = {
  id: uuid,
  name: z.string(),
  parent: uuid.nullable().describe("null for first-level departments"),
  order: z.int(),
  leaders: z.array(uuid).describe("Main leader first"),
  origin: z.enum(["built_in", "feishu"]),
  open_department_id: z.string().nullable(),
};

/** A department as lists and the export show one (product.md section 4). */
export const department = z.object(departmentShape).meta({ id: "Department" });
export type DepartmentView = z.infer<typeof department>;

export const departmentDetail = z
  .object({
    ...departmentShape,
    status: z.enum(["active", "deleted"]),
    pinned: z.boolean(),
    member_count: z.int().nonnegative(),
    created_at: instant,
    updated_at: instant,
    deleted_at: instant.nullable(),
  })
  .meta({ id: "DepartmentDetail" });

export const departmentQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(["active", "deleted"]).optional(),
  parent: z
    .union([z.literal("root"), uuid])
    .optional()
    .describe("Direct children only; `root` for the first level"),
  search: searchText.optional(),
});

export const departmentParams = z.object({
  id: z.string().trim().min(1).max(200).describe("Our id, or an open_department_id (od-…)"),
});
