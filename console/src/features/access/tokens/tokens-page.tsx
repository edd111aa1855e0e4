import { PlusOutlined } from "@ant-design/icons";
import type { ApiTokenView } from "@larkbridge/contract";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  CursorTable,
  type DataColumn,
  EmptyState,
  Mono,
  PageHeader,
  StatusPill,
  Time,
} from "../../../design/index.ts";
import "../access.css";
import { NewTokenDialog } from "./new-token-dialog.tsx";
import { stateOf } from "./token-state.ts";

const TONES = { active: "success", expired: "neutral", revoked: "neutral" } as const;

/** API tokens: what each may do, when it was used, and a way to end it. */
export function TokensPage() {
  const { t } = useTranslation("access");
  const { message } = App.useApp();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiTokenView | null>(null);
  const revoke = useCall(routes.revokeApiToken, { refreshes: ["listApiTokens"] });
  const close = () => setRevoking(null);
  const columns: readonly DataColumn<ApiTokenView>[] = [
    {
      title: t("tokens.name"),
      render: (_, { name, bootstrap }) => (bootstrap ? `${name} · ${t("tokens.bootstrap")}` : name),
    },
    { title: t("tokens.scopes"), render: (_, { scopes }) => <Mono>{scopes.join(" ")}</Mono> },
    {
      title: t("tokens.state"),
      render: (_, token) => {
        const state = stateOf(token, new Date());
        return <StatusPill tone={TONES[state]}>{t(`tokens.${state}`)}</StatusPill>;
      },
    },
    {
      title: t("tokens.expires"),
      render: (_, { expires_at: at }) => (at === null ? t("tokens.expiry.never") : <Time at={at} />),
    },
    {
      title: t("tokens.used"),
      render: (_, { last_used_at: at }) => (at === null ? t("operators.never") : <Time at={at} />),
    },
    { title: t("tokens.created"), render: (_, token) => token.created_by.name },
    {
      title: t("operators.actions"),
      render: (_, token) =>
        token.revoked_at === null ? (
          <Button size="small" danger onClick={() => setRevoking(token)}>
            {t("tokens.revoke")}
          </Button>
        ) : null,
    },
  ];
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
      {t("tokens.create")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("tokens.title")} about={t("tokens.about")} actions={create} />
      <Card flush>
        <CursorTable
          route={routes.listApiTokens}
          label={t("tokens.title")}
          columns={columns}
          rowKey={(token: ApiTokenView) => token.id}
          empty={<EmptyState title={t("tokens.empty")} about={t("tokens.emptyAbout")} />}
        />
      </Card>
      {making ? <NewTokenDialog onClose={() => setMaking(false)} /> : null}
      <ConfirmDialog
        open={revoking !== null}
        title={t("tokens.revokeAsk", { name: revoking?.name ?? "" })}
        confirm={t("tokens.revoke")}
        danger
        busy={revoke.isPending}
        onCancel={close}
        onConfirm={() =>
          revoke.mutate(
            { params: { id: revoking?.id ?? "" } },
            { onSuccess: close, onError: (error) => void message.error(problemText(t, error).title) },
          )
        }
      >
        <p>{t("tokens.revokeAbout")}</p>
      </ConfirmDialog>
    </>
  );
}
