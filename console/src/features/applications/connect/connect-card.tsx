import type { ApplicationView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { Card, CopyButton, ErrorState, Facts, Mono, PageSkeleton } from "../../../design/index.ts";
import { DeviceSnippet, SnippetChooser } from "./snippet-chooser.tsx";

/** What the application is to be told: issuer and client id, and settings to paste into known products. */
export function ConnectCard({ application }: { readonly application: ApplicationView }) {
  const { t } = useTranslation("applications");
  const { data, error, refetch } = useQuery(queryOf(routes.getOpenidProvider));
  if (error)
    return (
      <Card title={t("connect.title")}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Card>
    );
  if (!data)
    return (
      <Card title={t("connect.title")}>
        <PageSkeleton rows={4} />
      </Card>
    );
  const copyable = (name: string, text: string) => ({
    name,
    value: (
      <>
        <Mono>{text}</Mono> <CopyButton text={text} what={name} />
      </>
    ),
  });
  return (
    <>
      <Card title={t("connect.title")}>
        <Facts
          items={[
            copyable(t("connect.issuer"), data.issuer),
            copyable(t("connect.discovery"), data.discovery_url),
            copyable(t("connect.clientId"), application.client_id),
            ...(application.kind === "web" ? [{ name: t("secret.name"), value: t("connect.secretHidden") }] : []),
          ]}
        />
      </Card>
      {application.kind === "web" ? <SnippetChooser application={application} provider={data} /> : null}
      {application.kind === "device" ? <DeviceSnippet application={application} provider={data} /> : null}
    </>
  );
}
