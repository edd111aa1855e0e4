import { accessErrors } from "./access.ts";
import { clientErrors } from "./client.ts";
import { configErrors } from "./config.ts";
import { directoryErrors } from "./directory.ts";
import type { ErrorEntry } from "./entry.ts";
import { eventErrors } from "./event.ts";
import { feishuErrors } from "./feishu.ts";
import { guardErrors } from "./guard.ts";
import { httpErrors } from "./http.ts";
import { importErrors } from "./import.ts";
import { integrationErrors } from "./integration.ts";
import { issueErrors } from "./issue.ts";
import { ldapErrors } from "./ldap.ts";
import { messageErrors } from "./message.ts";
import { noticeErrors } from "./notices.ts";
import { provisioningErrors } from "./provisioning.ts";
import { relationErrors } from "./relation.ts";
import { signInErrors } from "./sign-in.ts";
import { startErrors } from "./start.ts";
import { syncErrors } from "./sync.ts";
import { webhookErrors } from "./webhook.ts";

/** The families in the order the documentation lists them. */
export const errorFamilies = {
  http: httpErrors,
  access: accessErrors,
  sign_in: signInErrors,
  directory: directoryErrors,
  ldap: ldapErrors,
  sync: syncErrors,
  integration: integrationErrors,
  notices: noticeErrors,
  event: eventErrors,
  guard: guardErrors,
  issue: issueErrors,
  provisioning: provisioningErrors,
  message: messageErrors,
  feishu: feishuErrors,
  relation: relationErrors,
  webhook: webhookErrors,
  import: importErrors,
  config: configErrors,
  start: startErrors,
  client: clientErrors,
} as const;

const table = {
  ...httpErrors,
  ...accessErrors,
  ...signInErrors,
  ...directoryErrors,
  ...ldapErrors,
  ...syncErrors,
  ...integrationErrors,
  ...noticeErrors,
  ...eventErrors,
  ...guardErrors,
  ...issueErrors,
  ...provisioningErrors,
  ...messageErrors,
  ...feishuErrors,
  ...relationErrors,
  ...webhookErrors,
  ...importErrors,
  ...configErrors,
  ...startErrors,
  ...clientErrors,
};

/** The closed list of error codes (product.md 5.16). */
export type ErrorCode = keyof typeof table;

export const errors: Readonly<Record<ErrorCode, ErrorEntry>> = table;

/** Tells whether a text is a code of the list. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errors, code);
}

/** Values for a message; lists are joined. */
export type MessageValues = {
  readonly [name: string]: string | number | boolean | null | readonly string[] | undefined;
};

/**
 * Fills a message template: `{name}` from the values; a part in `[ ]` is dropped when one of its values is missing.
 * A value missing outside brackets shows as its bare name, so that the sentence never says "undefined".
 */
export function fillMessage(template: string, values: MessageValues): string {
  const textOf = (name: string): string | null => {
    const value = values[name];
    if (value === undefined || value === null) return null;
    return typeof value === "object" ? value.join(", ") : String(value);
  };
  // One pass: a value that happens to hold braces is never filled again.
  return template.replace(/\[([^\]]*)\]|\{(\w+)\}/g, (_, part: string | undefined, name: string | undefined) => {
    if (name !== undefined) return textOf(name) ?? name;
    const optional = part ?? "";
    const complete = [...optional.matchAll(PLACEHOLDER)].every((match) => textOf(match[1] as string) !== null);
    return complete ? optional.replace(PLACEHOLDER, (__, inner: string) => textOf(inner) ?? inner) : "";
  });
}

const PLACEHOLDER = /\{(\w+)\}/g;

/** The sentence for a code. */
export function renderMessage(code: ErrorCode, values: MessageValues = {}): string {
  return fillMessage(errors[code].message, values);
}
