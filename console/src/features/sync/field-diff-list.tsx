import { useTranslation } from "react-i18next";
import { fieldDiffs } from "./field-diff.ts";
import type { Change } from "./types.ts";

/** The fields of a change: old, then new. */
export function FieldDiffList({ change }: { readonly change: Change }) {
  const { t } = useTranslation("sync");
  const diffs = fieldDiffs(change);
  if (diffs.length === 0) return <p>{t("field.none")}</p>;
  return (
    <dl className="field-diff">
      {diffs.map(({ field, before, after }) => (
        <div key={field}>
          <dt>
            {field === "name" && change.kind === "departments"
              ? t("field.departmentName")
              : t(`field.${field}`, { defaultValue: field })}
          </dt>
          {change.before === null ? null : (
            <>
              <dd>
                <span className="field-old">{before ?? t("field.empty")}</span>
              </dd>
              <dd aria-hidden>→</dd>
            </>
          )}
          <dd>
            <span className="field-new">{after ?? t("field.empty")}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
