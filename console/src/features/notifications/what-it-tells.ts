import type { TFunction } from "i18next";

/** Our own notices; the sender of such a message is the notice's name. */
const NOTICES: readonly string[] = [
  "welcome",
  "account_disabled",
  "new_device",
  "sync_failed",
  "sync_partially_succeeded",
  "sync_waiting",
];

/** Whether a sender is Larkbridge itself. */
export const isNotice = (sender: string): boolean => NOTICES.includes(sender);

/** What a template is called: ours by what it tells, others by the name an operator gave. */
export function templateName(t: TFunction, name: string): string {
  return t(`notifications:builtIn.${name}`, { defaultValue: name });
}

/** What a message tells: a template, a notice that is a card of its own, or a text that somebody wrote. */
export function whatOf(
  t: TFunction,
  { template, sender }: { readonly template: string | null; readonly sender: string },
): string {
  if (template !== null) return templateName(t, template);
  return isNotice(sender) ? templateName(t, sender) : t("notifications:ownText");
}
