import { useTranslation } from "react-i18next";
import { ActionWord } from "./action-word.tsx";
import { useChangeFilters } from "./change-filters.tsx";
import { ACTIONS, tileCounts } from "./change-words.ts";
import { Tiles } from "./tiles.tsx";
import type { Tally } from "./types.ts";

/** Five numbers that filter the changes of a plan. */
export function PlanTiles({ tally }: { readonly tally: Tally }) {
  const { t } = useTranslation("sync");
  const [{ kind, action }, change] = useChangeFilters();
  const counts = tileCounts(tally, kind);
  return (
    <Tiles
      label={t("plan.tiles")}
      tiles={[...ACTIONS, "skipped" as const].map((word) => ({
        key: word,
        word: <ActionWord action={word} />,
        count: counts[word],
      }))}
      chosen={action}
      onChoose={(chosen) => change({ action: chosen })}
    />
  );
}
