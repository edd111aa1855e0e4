import type { RouteContract } from "../route.ts";
import { accessRoutes } from "./access.ts";
import { adminRoutes } from "./admin.ts";
import { applicationRoutes } from "./applications.ts";
import { departmentRoutes } from "./departments.ts";
import { groupRoutes } from "./groups.ts";
import { importRoutes } from "./imports.ts";
import { integrationChangeRoutes } from "./integration-changes.ts";
import { integrationRoutes } from "./integrations.ts";
import { ldapRoutes } from "./ldap.ts";
import { ldapAttributeRoutes } from "./ldap-attributes.ts";
import { ldapTargetRoutes } from "./ldap-targets.ts";
import { linkRoutes } from "./links.ts";
import { meRoutes } from "./me.ts";
import { noticeRoutes } from "./notices.ts";
import { notificationRoutes } from "./notifications.ts";
import { operatorRoutes } from "./operators.ts";
import { serviceRoutes } from "./service.ts";
import { signInRoutes } from "./sign-in.ts";
import { syncPlanRoutes } from "./sync-plans.ts";
import { syncRunRoutes } from "./sync-runs.ts";
import { userRoutes } from "./users.ts";
import { webhookRoutes } from "./webhooks.ts";

/** Every route by its id. */
export const routes = {
  ...serviceRoutes,
  ...integrationRoutes,
  ...integrationChangeRoutes,
  ...syncRunRoutes,
  ...syncPlanRoutes,
  ...userRoutes,
  ...departmentRoutes,
  ...linkRoutes,
  ...groupRoutes,
  ...adminRoutes,
  ...accessRoutes,
  ...signInRoutes,
  ...meRoutes,
  ...noticeRoutes,
  ...operatorRoutes,
  ...applicationRoutes,
  ...ldapTargetRoutes,
  ...ldapRoutes,
  ...ldapAttributeRoutes,
  ...webhookRoutes,
  ...importRoutes,
  ...notificationRoutes,
} as const;

/** Every route, in the order of the documentation. */
export const allRoutes: readonly RouteContract[] = Object.values(routes);
