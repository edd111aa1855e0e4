import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Tabs } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { queryOf, routes } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { useSearchState } from "../../app/search.ts";
import { ErrorState, PageHeader, PageSkeleton, StatusPill } from "../../design/index.ts";
import { ApplicationActs } from "./application-acts.tsx";
import "./applications.css";
import { ConnectCard } from "./connect/connect-card.tsx";
import { FactsCard } from "./facts-card.tsx";
import { SettingsCard } from "./form/settings-card.tsx";

/** Apart: its tree of departments is a third of the page, and most who come look at the settings to paste. */
const AccessCard = lazy(async () => ({ default: (await import("./access/access-card.tsx")).AccessCard }));

const search = z.object({ tab: z.catch(z.optional(z.enum(["connect", "settings", "access"])), undefined) });

/** One application: what it is told, its settings, who may use it. */
export function ApplicationPage() {
  const { t } = useTranslation("applications");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const [{ tab = "connect" }, change] = useSearchState(search);
  const mayChange = useMe().role !== "auditor";
  const found = useQuery(queryOf(routes.getApplication, { params: { id } }));
  if (found.isPending || found.isError)
    return (
      <>
        <PageHeader title={t("application")} />
        {found.isPending ? <PageSkeleton /> : <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      </>
    );
  const application = found.data;
  return (
    <>
      <PageHeader
        title={application.name}
        about={application.description}
        aside={
          application.enabled ? (
            <StatusPill tone="success">{t("state.on")}</StatusPill>
          ) : (
            <StatusPill tone="neutral">{t("state.off")}</StatusPill>
          )
        }
        actions={mayChange ? <ApplicationActs application={application} /> : null}
      />
      <Tabs
        activeKey={tab}
        onChange={(key) => change({ tab: key as "connect" }, { replace: true })}
        items={[
          {
            key: "connect",
            label: t("tab.connect"),
            children: (
              <div className="app-stack">
                <FactsCard application={application} />
                <ConnectCard application={application} />
              </div>
            ),
          },
          {
            key: "settings",
            label: t("tab.settings"),
            children: <SettingsCard key={application.id} application={application} mayChange={mayChange} />,
          },
          {
            key: "access",
            label: t("tab.access"),
            children: (
              <Suspense fallback={<PageSkeleton rows={4} />}>
                <AccessCard id={application.id} mayChange={mayChange} />
              </Suspense>
            ),
          },
        ]}
      />
    </>
  );
}
