import { useTranslation } from "react-i18next";
import { KINDS } from "./change-words.ts";
import { CountsGrid } from "./counts-grid.tsx";
import type { Counts } from "./types.ts";

const COLUMNS = ["created", "updated", "disabled", "restored", "deleted", "unchanged", "skipped", "failed"] as const;

/** What a run did to how many records of each kind. */
export function CountsTable({ counts }: { readonly counts: Counts }) {
  const { t } = useTranslation("sync");
  return (
    <CountsGrid
      label={t("counts.label")}
      columns={COLUMNS.map((key) => ({ key, word: t(`counts.${key}`) }))}
      rows={KINDS.map((kind) => ({ word: t(`kind.${kind}`), counts: counts[kind] }))}
    />
  );
}
