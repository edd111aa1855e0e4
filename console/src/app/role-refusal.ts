import type { Role } from "@larkbridge/contract";

/** Thrown when somebody opens a page that is not for their role. */
export class RoleRefusal extends Error {
  readonly roles: readonly Role[];

  constructor(roles: readonly Role[]) {
    super("this page is not for this role");
    this.roles = roles;
  }
}
