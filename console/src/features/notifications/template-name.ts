import type { TFunction } from "i18next";

/** What a template is called: ours by what it tells, others by the name an operator gave. */
export function templateName(t: TFunction, name: string): string {
  return t(`notifications:builtIn.${name}`, { defaultValue: name });
}
