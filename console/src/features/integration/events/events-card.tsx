import type { FeishuEventsView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import {
  Card,
  CopyButton,
  Count,
  Duration,
  ErrorState,
  Facts,
  Mono,
  PageSkeleton,
  ReasonText,
  StatusPill,
  Time,
} from "../../../design/index.ts";
import { FrozenNote } from "../../sync/index.ts";
import { receivedOf, TONE_OF_STATE } from "./event-state.ts";
import { EventsDialog } from "./events-dialog.tsx";

const REFRESH_MS = 5_000;

/** How changes in Feishu arrive within seconds: the connection, what came, what was not taken, what nobody told. */
export function EventsCard({ mayChange }: { readonly mayChange: boolean }) {
  const { t } = useTranslation("integration");
  const [changing, setChanging] = useState(false);
  const { data, error, refetch } = useQuery({ ...queryOf(routes.getFeishuEvents), refetchInterval: REFRESH_MS });
  return (
    <Card
      title={t("events.title")}
      extra={
        data ? (
          <StatusPill tone={TONE_OF_STATE[data.state]} moving={data.state === "connecting"}>
            {t(`events.state.${data.state}`)}
          </StatusPill>
        ) : null
      }
    >
      <p className="setting-help">{t("events.about")}</p>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <PageSkeleton rows={4} /> : null}
      {data ? (
        <>
          {data.reason ? (
            <div className="card-trouble">
              <ReasonText code={data.reason.code} values={data.reason.values} />
            </div>
          ) : null}
          <FrozenNote />
          <div className="card-halves">
            <Connection events={data} />
            <Flow events={data} />
          </div>
          <Refusals refused={data.refused} />
          {mayChange ? (
            <div className="card-actions">
              <Button onClick={() => setChanging(true)}>{t("events.change")}</Button>
            </div>
          ) : null}
          {changing ? <EventsDialog events={data} onClose={() => setChanging(false)} /> : null}
        </>
      ) : null}
    </Card>
  );
}

function Connection({ events }: { readonly events: FeishuEventsView }) {
  const { t } = useTranslation("integration");
  const { mode, owner, connected_since: since, last_event_at: last, webhook } = events;
  return (
    <Facts
      items={[
        { name: t("events.mode"), value: t(`events.modes.${mode}`) },
        ...(mode === "webhook"
          ? [
              {
                name: t("events.url"),
                value: (
                  <>
                    <Mono>{webhook.url}</Mono> <CopyButton text={webhook.url} what={t("events.url")} />
                  </>
                ),
              },
              { name: t("events.keys"), value: t(webhook.has_keys ? "events.keysStored" : "events.keysMissing") },
            ]
          : []),
        ...(owner === null ? [] : [{ name: t("events.owner"), value: <Mono>{owner}</Mono> }]),
        ...(since === null ? [] : [{ name: t("events.since"), value: <Time at={since} /> }]),
        { name: t("events.last"), value: last === null ? t("events.none") : <Time at={last} /> },
      ]}
    />
  );
}

/** What came and how far it is behind. */
function Flow({ events }: { readonly events: FeishuEventsView }) {
  const { t } = useTranslation("integration");
  const { live, received } = events;
  const lag = live?.lag_ms ?? null;
  return (
    <div>
      <Facts
        items={[
          { name: t("events.received"), value: <Count value={receivedOf(events)} /> },
          ...(live === null
            ? []
            : [
                {
                  name: t("events.pending"),
                  value: (
                    <>
                      <Count value={live.pending} />
                      {live.oldest_pending_at === null ? null : (
                        <>
                          {" · "}
                          {t("events.oldest")} <Time at={live.oldest_pending_at} />
                        </>
                      )}
                    </>
                  ),
                },
                {
                  name: t("events.lag"),
                  value:
                    lag === null ? (
                      "—"
                    ) : (
                      <>
                        <Duration ms={lag.p50} /> · {t("events.slowest")} <Duration ms={lag.p99} />
                      </>
                    ),
                },
                { name: t("events.gaps"), value: <Gaps gaps={live.gaps} /> },
              ]),
        ]}
      />
      {received.length === 0 ? null : (
        <details className="card-details">
          <summary>{t("events.byType")}</summary>
          <Facts items={received.map(({ type, count }) => ({ name: type, value: <Count value={count} /> }))} />
        </details>
      )}
    </div>
  );
}

function Gaps({ gaps }: { readonly gaps: NonNullable<FeishuEventsView["live"]>["gaps"] }) {
  const { t } = useTranslation("integration");
  if (gaps.last_sweep_at === null) return t("events.noSweep");
  return (
    <>
      <Count value={gaps.missed} /> · {t("events.sweep")} <Time at={gaps.last_sweep_at} />
    </>
  );
}

/** What came in the last day and was not taken, by cause. */
function Refusals({ refused }: Pick<FeishuEventsView, "refused">) {
  const { t } = useTranslation("integration");
  if (refused.length === 0) return null;
  return (
    <section className="card-section" aria-label={t("events.refused")}>
      <h3>{t("events.refused")}</h3>
      <ul className="refusals">
        {refused.map(({ code, values, count, last_at: at }) => (
          <li key={code}>
            <ReasonText code={code} values={values} />
            <span className="setting-help">
              <Count value={count} /> · {t("events.lastOf")} <Time at={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
