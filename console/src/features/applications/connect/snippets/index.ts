/** Settings for known products, in the order they are offered. */
import { apache } from "./apache.ts";
import type { Snippet } from "./facts.ts";
import { gitlab } from "./gitlab.ts";
import { grafana } from "./grafana.ts";
import { jenkins } from "./jenkins.ts";
import { jumpserver } from "./jumpserver.ts";
import { nexus } from "./nexus.ts";
import { oauth2Proxy } from "./oauth2-proxy.ts";

export const SNIPPETS: readonly Snippet[] = [gitlab, grafana, jenkins, jumpserver, nexus, oauth2Proxy, apache];
