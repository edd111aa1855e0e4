import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { Card, ErrorState, LinkButton, Mono, PageHeader, PageSkeleton, StatusPill } from "../../design/index.ts";
import "./integration.css";
import { useMayChange } from "./use-may-change.ts";

const PLANNED = ["wecom", "dingtalk", "microsoft"] as const;

/** Third-party integrations: Feishu, and what is planned. */
export function IntegrationsPage() {
  const { t } = useTranslation("integration");
  const { mayChange } = useMayChange();
  const { data, error, refetch } = useQuery(queryOf(routes.listIntegrations));
  const feishu = data?.items.find(({ kind }) => kind === "feishu");
  return (
    <>
      <PageHeader title={t("list.title")} about={t("list.about")} />
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <PageSkeleton rows={4} /> : null}
      {feishu ? (
        <div className="integration-cards">
          <Card
            title={t("list.feishu")}
            extra={<FeishuState configured={feishu.configured} begun={feishu.has_draft} />}
          >
            <p className="setting-help">{t("list.feishuAbout")}</p>
            {feishu.app_id ? (
              <p>
                App ID <Mono>{feishu.app_id}</Mono>
              </p>
            ) : null}
            <div className="card-actions">
              {feishu.configured ? (
                <LinkButton type="primary" to="/integrations/feishu">
                  {t("list.open")}
                </LinkButton>
              ) : mayChange ? (
                <LinkButton type="primary" to="/integrations/feishu/setup">
                  {feishu.has_draft ? t("list.resume") : t("list.connect")}
                </LinkButton>
              ) : (
                <p className="setting-help">{t("list.askOperator")}</p>
              )}
            </div>
          </Card>
          {PLANNED.map((name) => (
            <Card
              key={name}
              title={t(`planned.${name}`)}
              extra={<StatusPill tone="neutral">{t("list.planned")}</StatusPill>}
            >
              <p className="setting-help">{t("list.plannedAbout")}</p>
            </Card>
          ))}
        </div>
      ) : null}
    </>
  );
}

function FeishuState({ configured, begun }: { readonly configured: boolean; readonly begun: boolean }) {
  const { t } = useTranslation("integration");
  if (configured) return <StatusPill tone="success">{t("list.configured")}</StatusPill>;
  return begun ? (
    <StatusPill tone="info">{t("list.begun")}</StatusPill>
  ) : (
    <StatusPill tone="neutral">{t("list.notConfigured")}</StatusPill>
  );
}
