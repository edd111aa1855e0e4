import { PlusOutlined } from "@ant-design/icons";
import type { AppPasswordView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { Card, EmptyState, ErrorState, PageHeader, PageSkeleton } from "../../design/index.ts";
import "./app-passwords.css";
import { HowToUse } from "./how-to-use.tsx";
import { NewPasswordDialog } from "./new-password-dialog.tsx";
import { PasswordTable } from "./password-table.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";

/** One's own app passwords: one for each program, revoked alone. */
export function AppPasswordsPage() {
  const { t } = useTranslation("app-passwords");
  const me = useMe();
  const list = useQuery(queryOf(routes.listAppPasswords));
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<AppPasswordView | null>(null);
  const revoke = useCall(routes.revokeAppPassword, { refreshes: ["listAppPasswords"] });
  const close = () => {
    setRevoking(null);
    revoke.reset();
  };
  const found = list.data;
  const isFull = found !== undefined && found.items.length >= found.limit;
  return (
    <>
      <PageHeader
        title={t("title")}
        about={t("about")}
        actions={
          <Button
            type="primary"
            icon={<PlusOutlined />}
            disabled={found === undefined || isFull}
            onClick={() => setMaking(true)}
          >
            {t("create")}
          </Button>
        }
      />
      <div className="app-passwords">
        {list.isPending ? <PageSkeleton rows={5} /> : null}
        {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
        {found ? (
          <>
            {found.bind_dn === null ? (
              <Alert type="warning" showIcon title={t("off")} description={t("offAbout")} />
            ) : null}
            {isFull ? <Alert type="info" showIcon title={t("full", { count: found.limit })} /> : null}
            <Card flush>
              {found.items.length === 0 ? (
                <EmptyState title={t("empty")} about={t("emptyAbout")} />
              ) : (
                <PasswordTable items={found.items} onRevoke={setRevoking} />
              )}
            </Card>
            <Card title={t("use.title")}>
              <HowToUse list={found} username={me.username} />
            </Card>
          </>
        ) : null}
      </div>
      {making && found ? (
        <NewPasswordDialog list={found} username={me.username} onClose={() => setMaking(false)} />
      ) : null}
      {revoking ? (
        <RevokeDialog
          password={revoking}
          busy={revoke.isPending}
          error={revoke.error}
          onClose={close}
          onRevoke={() => revoke.mutate({ params: { id: revoking.id } }, { onSuccess: close })}
        />
      ) : null}
    </>
  );
}
