import { CheckCircleFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { Card, ErrorState, LinkButton, PageSkeleton } from "../../../design/index.ts";

/** The end of the set-up: what is on, what still waits in Feishu, and the one thing to do next. */
export function DoneScreen() {
  const { t } = useTranslation("integration");
  const { data, error, refetch } = useQuery(queryOf(routes.getFeishuIntegration));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const syncs = data.services.user_sync.enabled;
  const signsIn = data.services.single_sign_on.enabled;
  const waits = data.health?.checks.filter(({ state }) => state === "failed" || state === "warning") ?? [];
  return (
    <Card>
      <div className="done">
        <CheckCircleFilled className="mark-success done-mark" aria-hidden />
        <h2>{t("done.title")}</h2>
        {syncs ? <p>{t("done.syncOn")}</p> : null}
        {signsIn ? <p>{t("done.signInOn")}</p> : null}
        {data.services.feishu_client_access.enabled ? <p>{t("done.clientOn")}</p> : null}
        {syncs || signsIn || data.services.feishu_client_access.enabled ? null : <p>{t("done.syncOff")}</p>}
        {waits.length > 0 ? (
          <>
            <p>{t("done.waits")}</p>
            <ul>
              {waits.map(({ check }) => (
                <li key={check}>{t(`health.${check}`)}</li>
              ))}
            </ul>
          </>
        ) : null}
        <div className="done-actions">
          {syncs ? (
            <>
              <LinkButton type="primary" to="/sync-plans/new">
                {t("done.preview")}
              </LinkButton>
              <LinkButton to="/integrations/feishu">{t("done.details")}</LinkButton>
            </>
          ) : (
            <LinkButton type="primary" to="/integrations/feishu">
              {t("done.details")}
            </LinkButton>
          )}
        </div>
      </div>
    </Card>
  );
}
