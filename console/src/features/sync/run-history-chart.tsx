import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { Card } from "../../design/index.ts";
import { formatMoment, formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import { type HistoryBar, historyBars } from "./history-bars.ts";
import "./sync.css";

const SHOWN = 14;
const HEIGHT = 84;
const STEP = 40;
const WIDTH = 24;
/** A run that changed nothing is still to be seen. */
const LEAST = 3;

/**
 * The last fourteen runs: how much each changed, what failed in it. Each bar leads to its run. With a title it is a card of
 * its own; nothing is shown before the first run.
 */
export function RunHistoryChart({ title }: { readonly title?: string }) {
  const { t } = useTranslation("sync");
  const history = useQuery(queryOf(routes.listSyncRunHistory, { query: { limit: SHOWN } }));
  const bars = historyBars(history.data?.items ?? []);
  if (bars.length === 0) return null;
  const chart = (
    <figure className="run-chart">
      <ul aria-label={t("chart.label")}>
        {bars.map((bar) => (
          <li key={bar.id}>
            <Bar bar={bar} />
          </li>
        ))}
      </ul>
      <figcaption>
        <span className="run-chart-key run-chart-changed">{t("chart.changed")}</span>
        <span className="run-chart-key run-chart-failed">{t("chart.failed")}</span>
        <span className="run-chart-key run-chart-broken">{t("chart.broken")}</span>
      </figcaption>
    </figure>
  );
  return title === undefined ? chart : <Card title={title}>{chart}</Card>;
}

function Bar({ bar }: { readonly bar: HistoryBar }) {
  const { t } = useTranslation("sync");
  const language = currentLanguage();
  const changed = Math.max(LEAST, bar.changedHeight * (HEIGHT - 8));
  const failed = bar.failed === 0 ? 0 : Math.max(LEAST, bar.failedHeight * (HEIGHT - 8));
  const x = (STEP - WIDTH) / 2;
  const told = t("chart.bar", {
    id: bar.id,
    at: formatMoment(new Date(bar.startedAt), new Date(), language),
    status: t(`status.${bar.status}`),
    changed: formatNumber(bar.changed, language),
    failed: formatNumber(bar.failed, language),
  });
  return (
    <Link to="/sync-runs/$id" params={{ id: bar.id } as never} aria-label={told} title={told}>
      <svg viewBox={`0 0 ${STEP} ${HEIGHT}`} aria-hidden>
        <rect
          className={bar.broken ? "run-chart-broken" : "run-chart-changed"}
          x={x}
          y={HEIGHT - changed}
          width={WIDTH}
          height={changed}
          rx={3}
        />
        {failed > 0 ? (
          <rect
            className="run-chart-failed"
            x={x}
            y={HEIGHT - changed - failed - 2}
            width={WIDTH}
            height={failed}
            rx={3}
          />
        ) : null}
      </svg>
    </Link>
  );
}
