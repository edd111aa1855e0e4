import type { ErrorEntry } from "./entry.ts";
import { errorFamilies } from "./index.ts";

const TITLES: Readonly<Record<keyof typeof errorFamilies, string>> = {
  http: "Requests",
  access: "Signing in, own account, operators, settings",
  sign_in: "Signing in with Feishu, applications",
  directory: "Users, departments, tokens",
  ldap: "LDAP: service accounts and app passwords",
  sync: "Runs and plans",
  notices: "Notices and Feishu e-mails",
  integration: "Setting up, changing and removing the Feishu integration",
  event: "Events of Feishu",
  guard: "Guards: why a plan waits or is blocked",
  issue: "Issues: what to know about single records",
  provisioning: "External LDAP servers",
  message: "Messages and notifications",
  feishu: "Feishu",
  relation: "LDAP: field relations",
  webhook: "Webhooks",
  import: "Taking over go-ldap-admin",
  config: "Configuration",
  start: "Start, database, backup",
  client: "Command line",
};

/** Writes the reference of error codes (`docs/errors.md`) from the list itself. */
export function renderErrorReference(): string {
  const sections = Object.entries(errorFamilies).map(([family, entries]) =>
    [
      `## ${TITLES[family as keyof typeof errorFamilies]}`,
      ...Object.entries<ErrorEntry>(entries).map(renderEntry),
    ].join("\n\n"),
  );
  return `${[HEAD, ...sections].join("\n\n")}\n`;
}

const HEAD = `# Error codes

Generated from \`contract/src/errors\`; do not edit.

Codes are stable: programs and runbooks may rely on them, sentences may change. Over HTTP a code comes in a
problem+json body with the status named here; codes without a status describe a run, a plan or a single record. In a
message \`{name}\` stands for a value, and a part in \`[ ]\` is left out when nothing is known to fill it.`;

function renderEntry([code, entry]: [string, ErrorEntry]): string {
  const status = entry.status === 200 ? "" : ` (HTTP ${entry.status})`;
  return [
    `### \`${code}\``,
    `**${entry.title}**${status}. \`${entry.message}\``,
    `- Cause: ${entry.cause}\n- Cure: ${entry.cure}`,
  ].join("\n\n");
}
