import { useTranslation } from "react-i18next";
import { DiffList } from "./diff-list.tsx";
import { fieldDiffs } from "./field-diff.ts";
import type { Change } from "./types.ts";

/** The fields of a change: old, then new. */
export function FieldDiffList({ change }: { readonly change: Change }) {
  const { t } = useTranslation("sync");
  return (
    <DiffList
      diffs={fieldDiffs(change)}
      isNew={change.before === null}
      nameOf={(field) =>
        field === "name" && change.kind === "departments"
          ? t("field.departmentName")
          : t(`field.${field}`, { defaultValue: field })
      }
    />
  );
}
