import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import {
  Card,
  ErrorState,
  LinkButton,
  Mono,
  PageHeader,
  PageSkeleton,
  SnippetBox,
  StatusPill,
} from "../../../design/index.ts";
import "../ldap.css";
import { LdapNav } from "../ldap-nav.tsx";
import { AddressCard } from "./address-card.tsx";
import { CertificateCard } from "./certificate-card.tsx";
import { ClientsCard } from "./clients-card.tsx";
import { ServedCard } from "./served-card.tsx";
import { SightCard } from "./sight-card.tsx";
import { TestLoginCard } from "./test-login-card.tsx";

/** Connected clients come and go while somebody looks. */
const REFRESH_MS = 5_000;

/** How LDAP is served: where, with which certificate, to whom, and why a sign-in fails. */
export function LdapPage() {
  const { t } = useTranslation("ldap");
  const mayTry = useMe().role !== "auditor";
  const found = useQuery({ ...queryOf(routes.getLdap), refetchInterval: REFRESH_MS });
  const state = found.data;
  if (state === undefined)
    return (
      <>
        <PageHeader title={t("title")} about={t("about")} />
        <LdapNav />
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <PageSkeleton />}
      </>
    );
  return (
    <>
      <PageHeader
        title={t("title")}
        about={t("about")}
        aside={
          state.enabled ? (
            <StatusPill tone="success">{t("state.on")}</StatusPill>
          ) : (
            <StatusPill tone="neutral">{t("state.off")}</StatusPill>
          )
        }
        actions={
          <LinkButton type="primary" to="/ldap/recipes">
            {t("connect")}
          </LinkButton>
        }
      />
      <LdapNav />
      <div className="ldap-stack">
        {state.enabled ? null : (
          <Alert
            type="warning"
            showIcon
            title={t("off.title")}
            description={
              <>
                {t("off.about")} <Mono>LARKBRIDGE_LDAP_ENABLED=true</Mono>
              </>
            }
          />
        )}
        <div className="ldap-grid">
          <div className="ldap-stack">
            <AddressCard state={state} />
            {state.ldapsearch ? (
              <Card title={t("search.title")}>
                <SnippetBox name="ldapsearch" text={state.ldapsearch} copy={t("copy")} />
              </Card>
            ) : null}
            <CertificateCard certificate={state.certificate} />
          </div>
          <div className="ldap-stack">
            {mayTry ? <TestLoginCard enabled={state.enabled} /> : null}
            <SightCard />
            {state.view ? <ServedCard view={state.view} /> : null}
          </div>
        </div>
        {state.enabled ? <ClientsCard connections={state.connections} /> : null}
      </div>
    </>
  );
}
