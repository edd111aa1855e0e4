import type { OpenidProviderView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import {
  Card,
  ConfirmDialog,
  CopyButton,
  type DataColumn,
  DataTable,
  ErrorState,
  Facts,
  Mono,
  PageHeader,
  PageSkeleton,
  ProblemLine,
  StatusPill,
  Time,
} from "../../../design/index.ts";
import "../applications.css";

type SigningKey = OpenidProviderView["signing_keys"][number];

const ADDRESSES = [
  "issuer",
  "discovery_url",
  "authorization_endpoint",
  "token_endpoint",
  "userinfo_endpoint",
  "jwks_uri",
  "end_session_endpoint",
  "device_authorization_endpoint",
] as const;
const TONES = { next: "info", signing: "success", retired: "neutral" } as const;

/** Addresses that applications are pointed at, and the keys that sign what they are told. */
export function ProviderPage() {
  const { t } = useTranslation("applications");
  const mayChange = useMe().role !== "auditor";
  const provider = useQuery(queryOf(routes.getOpenidProvider));
  const [asking, setAsking] = useState(false);
  const rotate = useCall(routes.rotateSigningKeys, { refreshes: ["getOpenidProvider"] });
  const close = () => {
    setAsking(false);
    rotate.reset();
  };
  const columns: readonly DataColumn<SigningKey>[] = [
    { title: t("provider.key"), render: (_, { id }) => <Mono>{id}</Mono> },
    { title: t("provider.algorithm"), render: (_, { algorithm }) => <Mono>{algorithm}</Mono> },
    {
      title: t("column.state"),
      render: (_, { state }) => <StatusPill tone={TONES[state]}>{t(`provider.state.${state}`)}</StatusPill>,
    },
    { title: t("facts.created"), render: (_, { created_at: at }) => <Time at={at} /> },
  ];
  return (
    <>
      <PageHeader title={t("provider.title")} about={t("provider.about")} />
      {provider.isPending ? <PageSkeleton rows={10} /> : null}
      {provider.isError ? <ErrorState error={provider.error} onRetry={() => void provider.refetch()} /> : null}
      {provider.data ? (
        <div className="app-stack provider-facts">
          <Card title={t("provider.addresses")}>
            <Facts
              items={ADDRESSES.map((name) => ({
                name: t(`provider.${name}`),
                value: (
                  <>
                    <Mono>{provider.data[name]}</Mono>{" "}
                    <CopyButton text={provider.data[name]} what={t(`provider.${name}`)} />
                  </>
                ),
              }))}
            />
          </Card>
          <Card
            flush
            title={t("provider.keys")}
            extra={mayChange ? <Button onClick={() => setAsking(true)}>{t("provider.rotate")}</Button> : null}
          >
            <p className="provider-note">{t("provider.keysAbout")}</p>
            <div className="list-scroll">
              <DataTable
                label={t("provider.keys")}
                columns={columns}
                rows={provider.data.signing_keys}
                rowKey={(key) => key.id}
              />
            </div>
          </Card>
        </div>
      ) : null}
      <ConfirmDialog
        open={asking}
        title={t("provider.rotateAsk")}
        confirm={t("provider.rotate")}
        busy={rotate.isPending}
        onCancel={close}
        onConfirm={() => rotate.mutate({}, { onSuccess: close })}
      >
        <p>{t("provider.rotateAbout")}</p>
        <ProblemLine error={rotate.error} />
      </ConfirmDialog>
    </>
  );
}
