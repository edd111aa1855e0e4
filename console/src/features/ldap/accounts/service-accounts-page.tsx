import { PlusOutlined } from "@ant-design/icons";
import type { LdapServiceAccountView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { queryOf, routes } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import { useSearchState } from "../../../app/search.ts";
import {
  Card,
  CopyButton,
  type DataColumn,
  DataTable,
  EmptyState,
  ErrorState,
  Mono,
  PageHeader,
  PageSkeleton,
  StatusPill,
  Time,
} from "../../../design/index.ts";
import "../ldap.css";
import { LdapNav } from "../ldap-nav.tsx";
import { AccountActs } from "./account-acts.tsx";
import { AccountDrawer } from "./account-drawer.tsx";
import { SeesCell } from "./sees-cell.tsx";

const search = z.object({
  edit: z.catch(z.optional(z.string()), undefined),
  make: z.catch(z.optional(z.string()), undefined),
});

/** The accounts applications search with: what each sees, when it was used, its password. */
export function ServiceAccountsPage() {
  const { t } = useTranslation("ldap");
  const mayChange = useMe().role !== "auditor";
  const [{ edit, make }, change] = useSearchState(search);
  const found = useQuery(queryOf(routes.listLdapServiceAccounts));
  const state = useQuery(queryOf(routes.getLdap));
  const failed = found.isError ? found : state.isError ? state : null;
  const accounts = found.data?.items ?? [];
  const editing = accounts.find(({ id }) => id === edit) ?? null;
  const close = () => change({ edit: undefined, make: undefined }, { replace: true });
  const create = mayChange ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ make: "true" })}>
      {t("accounts.create")}
    </Button>
  ) : null;
  const columns: readonly DataColumn<LdapServiceAccountView>[] = [
    {
      title: t("accounts.name"),
      key: "name",
      render: (_, { name, dn, description }) => (
        <>
          <strong>{name}</strong>
          {description ? <div className="ldap-help ldap-clip">{description}</div> : null}
          <div>
            <Mono>{dn}</Mono> <CopyButton text={dn} what="DN" />
          </div>
        </>
      ),
    },
    { title: t("accounts.sees"), key: "sees", render: (_, account) => <SeesCell account={account} /> },
    {
      title: t("accounts.state"),
      key: "state",
      render: (_, { enabled }) =>
        enabled ? (
          <StatusPill tone="success">{t("accounts.on")}</StatusPill>
        ) : (
          <StatusPill tone="neutral">{t("accounts.off")}</StatusPill>
        ),
    },
    {
      title: t("accounts.used"),
      key: "used",
      render: (_, { last_used_at: at, last_used_address: address }) =>
        at === null ? (
          t("accounts.never")
        ) : (
          <>
            <Time at={at} />
            {address === null ? null : (
              <div>
                <Mono>{address}</Mono>
              </div>
            )}
          </>
        ),
    },
    {
      title: t("accounts.passwordFrom"),
      key: "password",
      render: (_, { password_changed_at: at }) => <Time at={at} />,
    },
    ...(mayChange
      ? [
          {
            title: t("accounts.actions"),
            key: "actions",
            render: (_: unknown, account: LdapServiceAccountView) => (
              <AccountActs account={account} onEdit={() => change({ edit: account.id })} />
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader title={t("accounts.title")} about={t("accounts.about")} actions={create} />
      <LdapNav />
      <Card flush>
        {failed ? <ErrorState error={failed.error} onRetry={() => void failed.refetch()} /> : null}
        {failed === null && (found.isPending || state.isPending) ? (
          <div style={{ padding: 20 }}>
            <PageSkeleton rows={4} />
          </div>
        ) : null}
        {found.data && accounts.length === 0 ? (
          <EmptyState title={t("accounts.empty")} about={t("accounts.emptyAbout")} />
        ) : null}
        {accounts.length > 0 ? (
          <section className="list-scroll" aria-label={t("accounts.title")}>
            <DataTable label={t("accounts.title")} columns={columns} rows={accounts} rowKey={({ id }) => id} />
          </section>
        ) : null}
      </Card>
      {mayChange && state.data && (make !== undefined || editing !== null) ? (
        <AccountDrawer key={editing?.id ?? "new"} account={editing} ldap={state.data} onClose={close} />
      ) : null}
    </>
  );
}
