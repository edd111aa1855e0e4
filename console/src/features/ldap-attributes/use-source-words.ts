import { useTranslation } from "react-i18next";
import type { Source } from "./draft.ts";

/** Says where a value comes from: "e-mail, before the @, in small letters". */
export function useSourceWords(): (source: Source) => string {
  const { t } = useTranslation("ldap-attributes");
  return (source) => {
    if ("constant" in source) return t("says.constant", { value: source.constant });
    const from =
      "custom" in source
        ? t("says.custom", { id: source.custom })
        : t(`field.${source.field}`, { defaultValue: source.field });
    return [from, ...(source.as ?? []).map((change) => t(`change.${change}`))].join(t("says.separator"));
  };
}
