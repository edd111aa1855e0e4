import { useTranslation } from "react-i18next";
import { diffOf } from "./field-diff.ts";
import "./audit.css";

type Values = { readonly [key: string]: unknown } | null;

/** The fields of an act: old, then new. Nothing where nothing was written down. */
export function FieldChanges({ before, after }: { readonly before: Values; readonly after: Values }) {
  const { t } = useTranslation("audit");
  const diffs = diffOf(before, after);
  if (diffs.length === 0) return null;
  return (
    <dl className="audit-diff">
      {diffs.map((diff) => (
        <div key={diff.field}>
          <dt>{t(`field.${diff.field.replaceAll(".", "_")}`, { defaultValue: diff.field })}</dt>
          <dd>
            <span className="audit-old">{diff.before ?? t("nothing")}</span>
            <span aria-hidden> → </span>
            <span className="visually-hidden">{t("becomes")}</span>
            <span className="audit-new">{diff.after ?? t("nothing")}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
