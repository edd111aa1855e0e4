import type { AppPasswordView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../api/index.ts";
import { Card, ErrorState, PageSkeleton } from "../../design/index.ts";
import { PasswordTable } from "./password-table.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";

/** The app passwords of a person, for operators: which there are, when they were used, and a way to end them. */
export function UserAppPasswordsCard({ id, mayRevoke }: { readonly id: string; readonly mayRevoke: boolean }) {
  const { t } = useTranslation(["app-passwords", "ldap-problems"]);
  const list = useQuery(queryOf(routes.listUserAppPasswords, { params: { id } }));
  const [revoking, setRevoking] = useState<AppPasswordView | null>(null);
  const revoke = useCall(routes.revokeUserAppPassword, { refreshes: ["listUserAppPasswords", "listUserHistory"] });
  const close = () => {
    setRevoking(null);
    revoke.reset();
  };
  if (list.data === undefined)
    return (
      <Card title={t("title")}>
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <PageSkeleton rows={2} />
        )}
      </Card>
    );
  const { items } = list.data;
  if (items.length === 0)
    return (
      <Card title={t("title")}>
        <p>{t("noneOfUser")}</p>
      </Card>
    );
  return (
    <Card flush title={t("title")}>
      <PasswordTable items={items} onRevoke={mayRevoke ? setRevoking : null} />
      {revoking ? (
        <RevokeDialog
          password={revoking}
          busy={revoke.isPending}
          error={revoke.error}
          onClose={close}
          onRevoke={() => revoke.mutate({ params: { id, app_password: revoking.id } }, { onSuccess: close })}
        />
      ) : null}
    </Card>
  );
}
