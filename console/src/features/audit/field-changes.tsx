import { useTranslation } from "react-i18next";
import { diffOf } from "./field-diff.ts";
import "./audit.css";

type Values = { readonly [key: string]: unknown } | null;

/** The fields of an act: old, then new; of something new only what it is. Nothing where nothing was written down. */
export function FieldChanges({ before, after }: { readonly before: Values; readonly after: Values }) {
  const { t } = useTranslation("audit");
  const diffs = diffOf(before, after);
  if (diffs.length === 0) return null;
  const shown = (value: string | null) =>
    value === null ? t("nothing") : t(`value.${value}`, { defaultValue: value });
  return (
    <dl className="audit-diff">
      {diffs.map((diff) => (
        <div key={diff.field}>
          <dt>{t(`field.${keyOf(diff.field)}`, { defaultValue: diff.field })}</dt>
          <dd>
            {before === null ? (
              shown(diff.after)
            ) : (
              <>
                <span className="audit-old">{shown(diff.before)}</span>
                <span aria-hidden> → </span>
                <span className="visually-hidden">{t("becomes")}</span>
                <span className="audit-new">{shown(diff.after)}</span>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Attributes go by their own names; dots would be levels of the texts. */
function keyOf(field: string): string {
  return field.replace(/^attributes\./, "").replaceAll(".", "_");
}
