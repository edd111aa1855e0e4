import type { FeishuIntegrationView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ApiProblem, queryOf, routes } from "../../../api/index.ts";
import { useSearchState } from "../../../app/search.ts";
import {
  CopyButton,
  EmptyState,
  ErrorState,
  LinkButton,
  Mono,
  PageHeader,
  PageSkeleton,
  StatusPill,
  Time,
} from "../../../design/index.ts";
import { EventsCard } from "../events/events-card.tsx";
import { FeishuMark } from "../feishu-mark.tsx";
import "../integration.css";
import { MessageNotificationsCard } from "../messages/message-notifications-card.tsx";
import { SIGN_IN_SERVICES } from "../sign-in/sign-in-service.ts";
import { useMayChange } from "../use-may-change.ts";
import { BuiltInUsersCard } from "./built-in-users-card.tsx";
import { DetailsMenu } from "./details-menu.tsx";
import { HealthCard } from "./health-card.tsx";
import { LatestSyncCard } from "./latest-sync-card.tsx";
import { UserSyncCard } from "./service-cards.tsx";
import { SignInServiceCard } from "./sign-in-service-card.tsx";
import { UserSyncDrawer } from "./user-sync-drawer.tsx";

const search = z.object({ saved: z.catch(z.optional(z.enum(["schedule"])), undefined) });

/** The Feishu integration: latest sync, health, services (picture 3). */
export function DetailsPage() {
  return <Details drawer={false} />;
}

/** The same with the settings of user sync open beside it. */
export function UserSyncPage() {
  return <Details drawer={true} />;
}

function Details({ drawer }: { readonly drawer: boolean }) {
  const { t } = useTranslation("integration");
  const { mayChange } = useMayChange();
  const { data, error, refetch } = useQuery({ ...queryOf(routes.getFeishuIntegration), retry: false });
  if (error instanceof ApiProblem && error.code === "integration_not_configured") {
    return mayChange ? (
      <Navigate to={"/integrations/feishu/setup" as "/"} replace />
    ) : (
      <>
        <PageHeader title={t("details.title")} />
        <EmptyState title={t("list.notConfigured")} about={t("list.askOperator")} />
      </>
    );
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <DetailsOf integration={data} drawer={drawer} /> : <PageSkeleton rows={12} />;
}

function DetailsOf({ integration, drawer }: { readonly integration: FeishuIntegrationView; readonly drawer: boolean }) {
  const { t } = useTranslation("integration");
  const { mayChange } = useMayChange();
  const [{ saved }, setSearch] = useSearchState(search);
  const sync = integration.services.user_sync;
  const byFile = integration.declared_by === "file";
  return (
    <>
      <PageHeader
        title={t("details.title")}
        mark={<FeishuMark />}
        aside={byFile ? <StatusPill tone="neutral">{t("details.byFile")}</StatusPill> : undefined}
        about={
          <>
            {integration.health?.tenant.name ? `${integration.health.tenant.name} · ` : null}
            {t("details.app")} <Mono>{integration.app_id}</Mono> <CopyButton text={integration.app_id} what="App ID" />{" "}
            {t("details.secretChanged")} <Time at={integration.secret_changed_at} />
          </>
        }
        actions={
          mayChange ? (
            <>
              {sync.enabled ? (
                <LinkButton type="primary" to="/sync-plans/new">
                  {t("details.runSync")}
                </LinkButton>
              ) : null}
              {byFile ? null : <DetailsMenu integration={integration} />}
            </>
          ) : undefined
        }
      />
      {byFile ? <Alert type="info" showIcon title={t("details.byFileAbout")} className="page-note" /> : null}
      {saved === "schedule" ? (
        <Alert
          type="success"
          showIcon
          className="page-note"
          title={t("details.saved")}
          description={t("details.savedAbout")}
          action={<LinkButton to="/sync-plans/new">{t("done.preview")}</LinkButton>}
          closable={{ onClose: () => setSearch({ saved: undefined }, { replace: true }) }}
        />
      ) : null}
      <div className="details-top">
        <LatestSyncCard nextRun={sync.next_runs[0] ?? null} />
        <HealthCard health={integration.health} />
      </div>
      <h2 className="service-heading">{t("details.services")}</h2>
      <div className="service-cards">
        <UserSyncCard integration={integration} mayChange={mayChange && !byFile} />
        <div className="service-wide">
          <EventsCard mayChange={mayChange && !byFile} />
        </div>
        {SIGN_IN_SERVICES.map((service) => (
          <SignInServiceCard
            key={service}
            service={service}
            integration={integration}
            mayTest={mayChange}
            mayChange={mayChange && !byFile}
          />
        ))}
        <div className="service-wide">
          <MessageNotificationsCard integration={integration} mayTest={mayChange} mayChange={mayChange && !byFile} />
        </div>
      </div>
      <div className="service-heading">
        <BuiltInUsersCard supported={integration.support_built_in_users} mayChange={mayChange && !byFile} />
      </div>
      {mayChange && !byFile ? <UserSyncDrawer key={integration.updated_at} settings={sync} open={drawer} /> : null}
    </>
  );
}
