import { useTranslation } from "react-i18next";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import { KINDS } from "./change-words.ts";
import type { Counts } from "./types.ts";

const COLUMNS = ["created", "updated", "disabled", "restored", "deleted", "unchanged", "skipped", "failed"] as const;

/** What happened to how many records of each kind. */
export function CountsTable({ counts }: { readonly counts: Counts }) {
  const { t } = useTranslation("sync");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section className="counts-scroll" aria-label={t("counts.label")} tabIndex={0}>
      <table className="counts-table">
        <thead>
          <tr>
            <td />
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`counts.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`kind.${kind}`)}</th>
              {COLUMNS.map((column) => (
                <td key={column}>{formatNumber(counts[kind][column], currentLanguage())}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
