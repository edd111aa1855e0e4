/** What just became different in a tenant; caches and (later) events listen to it. */
export type TenantChange =
  | { readonly kind: "user"; readonly user: number }
  | { readonly kind: "department"; readonly department: number };
