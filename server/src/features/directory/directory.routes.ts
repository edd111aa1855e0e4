import type { HttpScope } from "../../platform/http/index.ts";
import { registerDepartmentRoutes } from "./department.routes.ts";
import { registerGroupRoutes } from "./group.routes.ts";
import type { Groups } from "./group-ports.ts";
import { registerImportRoutes } from "./import.routes.ts";
import type { Imports } from "./import-ports.ts";
import { registerLdapRelationRoutes } from "./ldap-relation.routes.ts";
import type { LdapRelations } from "./ldap-relation-ports.ts";
import { registerLinkRoutes } from "./link.routes.ts";
import type { Links } from "./link-ports.ts";
import type { Departments, Users } from "./ports.ts";
import { registerUserRoutes } from "./user.routes.ts";

/** What the routes of the directory need. */
export interface DirectoryUseCases {
  readonly users: Users;
  readonly departments: Departments;
  readonly links: Links;
  readonly groups: Groups;
  readonly ldapRelations: LdapRelations;
  readonly imports: Imports;
}

/** Registers the routes of users, departments, links and groups, and of what LDAP shows of people. */
export function registerDirectoryRoutes(scope: HttpScope, useCases: DirectoryUseCases): void {
  registerUserRoutes(scope, useCases);
  registerDepartmentRoutes(scope, useCases);
  registerLinkRoutes(scope, useCases);
  registerGroupRoutes(scope, useCases);
  registerLdapRelationRoutes(scope, useCases);
  registerImportRoutes(scope, useCases);
}
