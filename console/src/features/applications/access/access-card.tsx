import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes, useCall } from "../../../api/index.ts";
import { Card, ErrorState, PageSkeleton } from "../../../design/index.ts";
import { AccessEditor } from "./access-editor.tsx";
import { type AccessValue, toAccessChange } from "./access-value.ts";

/** Who may use an application, to be looked at and changed. */
export function AccessCard({ id, mayChange }: { readonly id: string; readonly mayChange: boolean }) {
  const { t } = useTranslation("applications");
  const { message } = App.useApp();
  const stored = useQuery(queryOf(routes.getApplicationAccess, { params: { id } }));
  /** Null until something was changed: then the page no longer follows the server. */
  const [edited, setEdited] = useState<AccessValue | null>(null);
  const save = useCall(routes.changeApplicationAccess, {
    refreshes: ["getApplicationAccess", "getApplication", "listApplications", "listPortalApplications"],
  });
  if (stored.isError)
    return (
      <Card title={t("access.title")}>
        <ErrorState error={stored.error} onRetry={() => void stored.refetch()} />
      </Card>
    );
  if (stored.isPending)
    return (
      <Card title={t("access.title")}>
        <PageSkeleton rows={4} />
      </Card>
    );
  const value = edited ?? stored.data;
  const problem = save.error ? problemText(t, save.error) : null;
  const submit = () =>
    save.mutate(
      { params: { id }, body: toAccessChange(value) },
      {
        onSuccess: () => {
          setEdited(null);
          void message.success(t("saved"));
        },
      },
    );
  return (
    <Card title={t("access.title")}>
      <div className="app-stack">
        <AccessEditor value={value} onChange={setEdited} disabled={!mayChange} />
        {problem ? <Alert type="error" showIcon title={problem.title} description={problem.cure} /> : null}
        {mayChange ? (
          <div className="app-save">
            <p className="app-help">{t("access.saveAbout")}</p>
            <Button type="primary" disabled={edited === null} loading={save.isPending} onClick={submit}>
              {t("access.save")}
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  );
}
