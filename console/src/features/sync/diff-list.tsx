import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FieldDiff } from "./field-diff.ts";
import "./sync.css";

/** Fields with what they were and what they become; of a new record only the latter. */
export function DiffList(props: {
  readonly diffs: readonly FieldDiff[];
  readonly isNew: boolean;
  readonly nameOf: (field: string) => ReactNode;
}) {
  const { t } = useTranslation("sync");
  if (props.diffs.length === 0) return <p>{t("field.none")}</p>;
  return (
    <dl className="field-diff">
      {props.diffs.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{props.nameOf(field)}</dt>
          {props.isNew ? null : (
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
