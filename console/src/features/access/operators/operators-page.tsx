import { MoreOutlined, PlusOutlined } from "@ant-design/icons";
import type { OperatorView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes, useCall } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import {
  Card,
  ConfirmDialog,
  type DataColumn,
  DataTable,
  EmptyState,
  ErrorState,
  PageHeader,
  PageSkeleton,
  StatusPill,
  Time,
} from "../../../design/index.ts";
import "../access.css";
import { AppointDialog } from "./appoint-dialog.tsx";
import { PasswordLinkDialog } from "./password-link-dialog.tsx";

type Open =
  | { readonly kind: "appoint"; readonly operator: OperatorView | null }
  | { readonly kind: "withdraw" | "link"; readonly operator: OperatorView };

/** Who runs the installation. */
export function OperatorsPage() {
  const { t } = useTranslation("access");
  const me = useMe();
  const { message } = App.useApp();
  const list = useQuery(queryOf(routes.listOperators));
  const [open, setOpen] = useState<Open | null>(null);
  const withdraw = useCall(routes.withdrawOperator, { refreshes: ["listOperators", "getMe"] });
  const close = () => setOpen(null);
  const mayChange = me.role === "owner" || me.role === "administrator";
  const mayTouch = (operator: OperatorView) => mayChange && (me.role === "owner" || operator.role !== "owner");
  const columns: readonly DataColumn<OperatorView>[] = [
    {
      title: t("operators.person"),
      render: (_, { name, username }) => (
        <>
          {name} <span className="mono">{username}</span>
        </>
      ),
    },
    { title: t("operators.role"), render: (_, { role }) => t(`role.${role}`) },
    {
      title: t("operators.status"),
      render: (_, { status }) =>
        status === "active" ? (
          <StatusPill tone="success">{t("operators.active")}</StatusPill>
        ) : (
          <StatusPill tone="neutral">{t("operators.disabled")}</StatusPill>
        ),
    },
    {
      title: t("operators.signIn"),
      render: (_, { has_password: password, totp }) =>
        password ? t(totp ? "operators.withTotp" : "operators.withPassword") : t("operators.noPassword"),
    },
    {
      title: t("operators.seen"),
      render: (_, { last_seen_at: at }) => (at === null ? t("operators.never") : <Time at={at} />),
    },
    ...(mayChange
      ? [
          {
            title: t("operators.actions"),
            render: (_: unknown, operator: OperatorView) =>
              mayTouch(operator) ? <Actions operator={operator} onOpen={setOpen} /> : null,
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader
        title={t("operators.title")}
        about={t("operators.about")}
        actions={
          mayChange ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen({ kind: "appoint", operator: null })}>
              {t("operators.appoint")}
            </Button>
          ) : null
        }
      />
      <Card flush>
        {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending ? <PageSkeleton rows={4} /> : null}
        {list.data?.items.length === 0 ? <EmptyState title={t("operators.empty")} /> : null}
        {list.data && list.data.items.length > 0 ? (
          <section className="list-scroll" aria-label={t("operators.title")}>
            <DataTable label={t("operators.title")} columns={columns} rows={list.data.items} rowKey={({ id }) => id} />
          </section>
        ) : null}
      </Card>
      {open?.kind === "appoint" ? <AppointDialog operator={open.operator} onClose={close} /> : null}
      {open?.kind === "link" ? (
        <PasswordLinkDialog id={open.operator.id} name={open.operator.name} onClose={close} />
      ) : null}
      <ConfirmDialog
        open={open?.kind === "withdraw"}
        title={t("operators.withdrawAsk", { name: open?.operator?.name ?? "" })}
        confirm={t("operators.withdraw")}
        danger
        busy={withdraw.isPending}
        onCancel={close}
        onConfirm={() =>
          withdraw.mutate(
            { params: { id: open?.operator?.id ?? "" } },
            { onSuccess: close, onError: (error) => void message.error(problemText(t, error).title) },
          )
        }
      >
        <p>{t("operators.withdrawAbout")}</p>
      </ConfirmDialog>
    </>
  );
}

function Actions({ operator, onOpen }: { readonly operator: OperatorView; readonly onOpen: (open: Open) => void }) {
  const { t } = useTranslation("access");
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "role", label: t("operators.change"), onClick: () => onOpen({ kind: "appoint", operator }) },
          { key: "link", label: t("operators.link"), onClick: () => onOpen({ kind: "link", operator }) },
          {
            key: "withdraw",
            danger: true,
            label: t("operators.withdraw"),
            onClick: () => onOpen({ kind: "withdraw", operator }),
          },
        ],
      }}
    >
      <Button
        size="small"
        type="text"
        icon={<MoreOutlined />}
        aria-label={`${t("operators.actions")}: ${operator.name}`}
      />
    </Dropdown>
  );
}
