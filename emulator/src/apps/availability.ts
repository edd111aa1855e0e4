/** Who may use an app: gates sign-in, whatever the contact range says about data (trap 45). */
export type Availability = { readonly type: "all" } | { readonly type: "some"; readonly users: ReadonlySet<number> };

export function mayUse(availability: Availability, user: number): boolean {
  return availability.type === "all" || availability.users.has(user);
}
