import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { Card, ErrorState, StatusPill, Time } from "../../design/index.ts";

const TONES = { ok: "success", warning: "warning", failed: "danger", unknown: "neutral" } as const;

/** What the last check of the connection to Feishu found. */
export function ConnectionCard() {
  const { t } = useTranslation("overview");
  const feishu = useQuery(queryOf(routes.getFeishuIntegration));
  const health = feishu.data?.health;
  return (
    <Card title={t("connection.title")} extra={<Link to="/integrations/feishu">{t("connection.open")}</Link>}>
      {feishu.isError ? <ErrorState error={feishu.error} onRetry={() => void feishu.refetch()} /> : null}
      {health ? (
        <>
          <p className="overview-line">
            {t("connection.checked")} <Time at={health.checked_at} />
          </p>
          <ul className="overview-list">
            {health.checks.map((check) => (
              <li key={check.check} className="overview-check">
                <span>{t(`connection.check.${check.check}`)}</span>
                <StatusPill tone={TONES[check.state]}>{t(`connection.state.${check.state}`)}</StatusPill>
              </li>
            ))}
          </ul>
        </>
      ) : feishu.data ? (
        <p className="overview-line">{t("connection.never")}</p>
      ) : null}
    </Card>
  );
}
