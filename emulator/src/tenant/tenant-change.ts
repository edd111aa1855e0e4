import type { Department } from "./department.ts";
import type { Membership } from "./memberships.ts";
import type { Person } from "./person.ts";

/** Everything about a person that may change. */
export interface UserState {
  readonly person: Person;
  readonly memberships: readonly Membership[];
  readonly leader: number | undefined;
}

/** What just became different in a tenant, and what it was (undefined: it is new); caches and events listen to it. */
export type TenantChange =
  | { readonly kind: "user"; readonly user: number; readonly before: UserState | undefined }
  | { readonly kind: "department"; readonly department: number; readonly before: Department | undefined };
