import { useTranslation } from "react-i18next";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import type { Coverage } from "./types.ts";

/** How far was read, in a line; what is missing below it (an incomplete reading removes nobody there). */
export function CoverageLine({ coverage }: { readonly coverage: Coverage | null }) {
  const { t } = useTranslation("sync");
  const number = (value: number) => formatNumber(value, currentLanguage());
  if (coverage === null) return null;
  const told = t("coverage.read", {
    people: number(coverage.users_read),
    read: number(coverage.departments_read),
    expected: number(coverage.departments_expected),
  });
  if (coverage.complete) return <span>{told}</span>;
  return (
    <span>
      {told} <strong>{t("coverage.incomplete", { parts: number(coverage.unread_count) })}</strong>
    </span>
  );
}
