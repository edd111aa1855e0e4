import { useTranslation } from "react-i18next";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import { ActionWord } from "./action-word.tsx";
import { useChangeFilters } from "./change-filters.tsx";
import { ACTIONS, tileCounts } from "./change-words.ts";
import type { Tally } from "./types.ts";
import "./sync.css";

/** Five numbers that filter the table below: pressed once to narrow it, again to widen it. */
export function PlanTiles({ tally }: { readonly tally: Tally }) {
  const { t } = useTranslation("sync");
  const [{ kind, action }, change] = useChangeFilters();
  const counts = tileCounts(tally, kind);
  return (
    <fieldset className="tiles" aria-label={t("plan.tiles")} style={{ border: 0, padding: 0, margin: 0 }}>
      {[...ACTIONS, "skipped" as const].map((word) => (
        <button
          key={word}
          type="button"
          className="tile"
          aria-pressed={action === word}
          onClick={() => change({ action: action === word ? undefined : word })}
        >
          <span className="tile-word">
            <ActionWord action={word} />
          </span>
          <span className="tile-count">{formatNumber(counts[word], currentLanguage())}</span>
        </button>
      ))}
    </fieldset>
  );
}
