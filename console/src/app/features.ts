import { accessRoutes } from "../features/access/routes.tsx";
import { appPasswordsRoutes } from "../features/app-passwords/routes.tsx";
import { applicationsRoutes } from "../features/applications/routes.tsx";
import { auditRoutes } from "../features/audit/routes.tsx";
import { departmentsRoutes } from "../features/departments/routes.tsx";
import { groupsRoutes } from "../features/groups/routes.tsx";
import { integrationRoutes } from "../features/integration/routes.tsx";
import { ldapRoutes } from "../features/ldap/routes.tsx";
import { ldapAttributesRoutes } from "../features/ldap-attributes/routes.tsx";
import { ldapTargetsRoutes } from "../features/ldap-targets/routes.tsx";
import { linksRoutes } from "../features/links/routes.tsx";
import { notificationsRoutes } from "../features/notifications/routes.tsx";
import { overviewRoutes } from "../features/overview/routes.tsx";
import { peopleRoutes } from "../features/people/routes.tsx";
import { portalRoutes } from "../features/portal/routes.tsx";
import { recipesRoutes } from "../features/recipes/routes.tsx";
import { syncRoutes } from "../features/sync/routes.tsx";
import { webhooksRoutes } from "../features/webhooks/routes.tsx";
import { LDAP_PROBLEMS, MESSAGE_PROBLEMS } from "../i18n/texts.ts";
import type { Feature } from "./feature.ts";

/** The parts of the console. A feature adds its line here; the navigation shows what is registered. */
export const features: readonly Feature[] = [
  { name: "access", routes: accessRoutes },
  { name: "integration", words: [MESSAGE_PROBLEMS], routes: integrationRoutes },
  { name: "overview", routes: overviewRoutes },
  { name: "sync", routes: syncRoutes },
  { name: "applications", routes: applicationsRoutes },
  { name: "ldap", words: [LDAP_PROBLEMS], routes: ldapRoutes },
  { name: "ldap-attributes", words: [LDAP_PROBLEMS], routes: ldapAttributesRoutes },
  { name: "ldap-targets", words: [LDAP_PROBLEMS], routes: ldapTargetsRoutes },
  { name: "recipes", routes: recipesRoutes },
  { name: "audit", routes: auditRoutes },
  { name: "departments", routes: departmentsRoutes },
  { name: "groups", routes: groupsRoutes },
  { name: "links", routes: linksRoutes },
  { name: "people", routes: peopleRoutes },
  { name: "portal", routes: portalRoutes },
  { name: "notifications", words: [MESSAGE_PROBLEMS], routes: notificationsRoutes },
  { name: "webhooks", words: [MESSAGE_PROBLEMS], routes: webhooksRoutes },
  { name: "app-passwords", words: [LDAP_PROBLEMS], routes: appPasswordsRoutes },
];
