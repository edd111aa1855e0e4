/** Branded identifiers: a bare string never passes for an id of another kind. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A user of our directory (UUID). */
export type UserId = Branded<"UserId">;
/** A department of our directory (UUID). */
export type DepartmentId = Branded<"DepartmentId">;
/** Feishu `union_id` (`on_…`): identifies a person over time (product.md 5.7). */
export type UnionId = Branded<"UnionId">;
/** Feishu `open_id` (`ou_…`): a person as one app sees them. */
export type OpenId = Branded<"OpenId">;
/** Feishu `open_department_id` (`od-…`): never reused (feishu contract 3.1). */
export type OpenDepartmentId = Branded<"OpenDepartmentId">;
/** A stored plan (UUID). */
export type PlanId = Branded<"PlanId">;
/** A sync run (UUID). */
export type RunId = Branded<"RunId">;

/** A point in time: RFC 3339 in UTC with milliseconds, as `Date#toISOString` writes it; sorts as text. */
export type Instant = Branded<"Instant">;
