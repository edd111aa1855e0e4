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
    number: z.int().positive().describe("A short name for it in addresses and the tree"),
    path: z.array(z.string()).describe("Names from the first level down to the department itself"),
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
  id: z.string().trim().min(1).max(200).describe("Our id, its number, or an open_department_id (od-…)"),
});

export const syncDepartmentParams = z.object({
  id: z.string().trim().min(1).max(200).describe("Our id, or an open_department_id (od-…)"),
});

/** One line of the whole tree, short because 10,000 of them travel in one answer (ux.md 2.5). */
const departmentNode = z.object({
  number: z.int().positive(),
  parent: z.int().positive().nullable().describe("The parent's number; null for first-level departments"),
  name: z.string(),
  members: z.int().nonnegative().describe("Direct members who are not deleted"),
});

export const departmentTree = z
  .object({ items: z.array(departmentNode).describe("Parents before children, siblings by order") })
  .meta({ id: "DepartmentTree" });
export type DepartmentNodeView = z.infer<typeof departmentNode>;
export type DepartmentDetailView = z.infer<typeof departmentDetail>;

const fields = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .regex(/^[^\u0000-\u001f\u007f]*$/, "no control characters"),
  parent: uuid.nullable().describe("null for the first level"),
  order: z.int().min(-1_000_000_000).max(1_000_000_000),
};

export const newDepartment = z
  .strictObject({ name: fields.name, parent: fields.parent.default(null), order: fields.order.default(0) })
  .meta({ id: "NewDepartment" });

export const departmentChanges = z
  .strictObject({
    name: fields.name.optional(),
    parent: fields.parent.optional(),
    order: fields.order.optional(),
  })
  .meta({ id: "DepartmentChanges" });
