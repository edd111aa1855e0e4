import type { FeishuIntegrationView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes, useCall } from "../../../api/index.ts";
import { ErrorState } from "../../../design/index.ts";
import { FieldSwitches } from "../field-switches.tsx";
import { problemsOf } from "../sync-form/schedule.ts";
import { UserSyncForm } from "../sync-form/user-sync-form.tsx";

/** The settings of user sync. Saving switches it on where it is off; it is switched off on its card, with a word of warning. */
export function UserSyncDrawer(props: {
  readonly settings: FeishuIntegrationView["services"]["user_sync"];
  readonly open: boolean;
}) {
  const { t } = useTranslation("integration");
  const navigate = useNavigate();
  const { next_runs: _, ...stored } = props.settings;
  const [settings, setSettings] = useState(stored);
  const mapping = useQuery({
    ...queryOf(routes.getFeishuMapping, { query: { of: "integration" } }),
    enabled: props.open,
    staleTime: 5 * 60_000,
    retry: false,
  });
  const change = useCall(routes.changeUserSync, { refreshes: ["listIntegrations", "getFeishuIntegration"] });
  const problems = problemsOf(settings);
  const fits = Object.keys(problems).length === 0;

  const close = (saved?: "schedule") =>
    void navigate({ to: "/integrations/feishu" as "/", search: (saved ? { saved } : {}) as never });
  const save = () =>
    change.mutate(
      { body: { ...settings, enabled: true } },
      {
        onSuccess: () => {
          const rescheduled = JSON.stringify(settings.schedule) !== JSON.stringify(stored.schedule);
          close(rescheduled || !stored.enabled ? "schedule" : undefined);
        },
      },
    );
  return (
    <Drawer
      open={props.open}
      title={t("service.userSync")}
      size={760}
      onClose={() => close()}
      footer={
        <div className="drawer-footer">
          <p className="setting-problem" role="alert">
            {fits ? null : t("setup.fixFirst")}
          </p>
          <Button onClick={() => close()}>{t("secret.cancel")}</Button>
          <Button type="primary" disabled={!fits} loading={change.isPending} onClick={save}>
            {stored.enabled ? t("setup.save") : t("service.saveAndEnable")}
          </Button>
        </div>
      }
    >
      {change.error ? (
        <Alert
          type="error"
          showIcon
          title={problemText(t, change.error).title}
          description={problemText(t, change.error).cure}
        />
      ) : null}
      <UserSyncForm value={settings} problems={problems} onChange={setSettings} />
      <h3 className="service-heading">{t("mapping.title")}</h3>
      {mapping.error ? (
        <ErrorState error={mapping.error} onRetry={() => void mapping.refetch()} />
      ) : (
        <FieldSwitches
          report={mapping.data}
          fields={settings.fields}
          onChange={(fields) => setSettings({ ...settings, fields })}
        />
      )}
    </Drawer>
  );
}
