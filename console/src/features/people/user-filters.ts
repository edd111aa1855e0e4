import * as z from "zod/mini";

/** The filters of the table of people as they stand in the address; what does not fit is as if it were not there. */
export const userFilters = z.object({
  search: z.catch(z.optional(z.string()), undefined),
  status: z.catch(z.optional(z.enum(["active", "disabled", "deleted"])), undefined),
  origin: z.catch(z.optional(z.enum(["built_in", "feishu"])), undefined),
  linked: z.catch(z.optional(z.enum(["true", "false"])), undefined),
  department: z.catch(z.optional(z.coerce.number()), undefined),
  subtree: z.catch(z.optional(z.stringbool()), undefined),
  sort: z.catch(z.optional(z.enum(["name", "-name", "username", "-username", "created_at", "-created_at"])), undefined),
});
export type UserFilters = z.infer<typeof userFilters>;

/** The filters as the API takes them. Sub-departments count only beside a department. */
export function toUserQuery({ department, subtree, search, ...rest }: UserFilters) {
  return {
    ...rest,
    search: search?.trim() || undefined,
    department: department === undefined ? undefined : String(department),
    subtree: department !== undefined && subtree ? "true" : undefined,
  };
}

/** Whether anything is left out by the filters; the order is none. */
export function isFiltered({ sort: _, subtree: __, ...filters }: UserFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}
