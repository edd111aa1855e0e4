import type { LdapConnectionView, LdapStateView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { Card, Count, type DataColumn, DataTable, EmptyState, Mono, StatusPill, Time } from "../../../design/index.ts";

/** Who is connected now, newest first; read again every few seconds. */
export function ClientsCard({ connections }: { readonly connections: LdapStateView["connections"] }) {
  const { t } = useTranslation("ldap");
  const columns: readonly DataColumn<LdapConnectionView>[] = [
    { title: t("clients.address"), key: "address", render: (_, { address }) => <Mono>{address}</Mono> },
    {
      title: t("clients.as"),
      key: "as",
      render: (_, { kind, bound_as: dn }) => (
        <>
          <div>{t(`clients.${kind}`)}</div>
          {dn === null ? null : <Mono>{dn}</Mono>}
        </>
      ),
    },
    {
      title: t("clients.tls"),
      key: "tls",
      render: (_, { tls }) => (
        <StatusPill tone={tls ? "success" : "warning"}>{t(tls ? "clients.encrypted" : "clients.readable")}</StatusPill>
      ),
    },
    { title: t("clients.since"), key: "since", render: (_, { since }) => <Time at={since} /> },
    {
      title: t("clients.operations"),
      key: "operations",
      align: "right",
      render: (_, { operations }) => <Count value={operations} />,
    },
    {
      title: t("clients.last"),
      key: "last",
      render: (_, { last_operation: last }) =>
        last === null ? (
          "—"
        ) : (
          <span className="ldap-line">
            {t(`clients.operation.${last.kind}`)} · <Time at={last.at} />
          </span>
        ),
    },
  ];
  return (
    <Card
      flush
      title={t("clients.title")}
      extra={
        <span className="ldap-help">
          <Count value={connections.total} />
        </span>
      }
    >
      {connections.items.length === 0 ? (
        <EmptyState title={t("clients.none")} about={t("clients.noneAbout")} />
      ) : (
        <section className="list-scroll" aria-label={t("clients.title")}>
          <DataTable
            label={t("clients.title")}
            columns={columns}
            rows={connections.items}
            rowKey={({ id }) => String(id)}
          />
        </section>
      )}
    </Card>
  );
}
