import type { Recipe } from "../recipe.ts";
import { apache } from "./apache.ts";
import { fortinet } from "./fortinet.ts";
import { freeradius } from "./freeradius.ts";
import { gitea } from "./gitea.ts";
import { gitlab } from "./gitlab.ts";
import { grafana } from "./grafana.ts";
import { harbor } from "./harbor.ts";
import { jenkins } from "./jenkins.ts";
import { jira } from "./jira.ts";
import { jumpserver } from "./jumpserver.ts";
import { keycloak } from "./keycloak.ts";
import { nextcloud } from "./nextcloud.ts";
import { nexus } from "./nexus.ts";
import { opnsense } from "./opnsense.ts";
import { pfsense } from "./pfsense.ts";
import { sssd } from "./sssd.ts";

/** Every recipe, in the order in which they are offered: what most companies join first stands first. */
export const RECIPES: readonly Recipe[] = [
  gitlab,
  jenkins,
  grafana,
  nexus,
  jumpserver,
  gitea,
  harbor,
  jira,
  nextcloud,
  keycloak,
  sssd,
  apache,
  freeradius,
  pfsense,
  opnsense,
  fortinet,
];
