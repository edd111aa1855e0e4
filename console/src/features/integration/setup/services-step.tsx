import type { IntegrationDraftView, UserSyncSettingsView } from "@larkbridge/contract";
import { Alert, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { Card, StatusPill } from "../../../design/index.ts";
import { SIGN_IN_SERVICES } from "../sign-in/sign-in-service.ts";
import { problemsOf } from "../sync-form/schedule.ts";
import { UserSyncForm } from "../sync-form/user-sync-form.tsx";
import { SignInServiceCard } from "./sign-in-service-card.tsx";
import { StepFooter } from "./step-footer.tsx";
import type { DraftState } from "./use-draft.ts";

/** Step 4: the services, each off at first (S6). Saving makes the integration. */
export function ServicesStep(props: {
  readonly draft: IntegrationDraftView;
  readonly save: DraftState["save"];
  readonly onBack: () => void;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation("integration");
  const [settings, setSettings] = useState<UserSyncSettingsView>(props.draft.user_sync);
  const create = useCall(routes.createFeishuIntegration, { refreshes: ["listIntegrations", "getFeishuIntegration"] });
  const [busy, setBusy] = useState(false);
  const problems = problemsOf(settings);
  const fits = Object.keys(problems).length === 0;
  const { single_sign_on: signOn, feishu_client_access: client } = props.draft;
  const anyOn = settings.enabled || signOn.enabled || client.enabled;

  const change = (next: UserSyncSettingsView) => {
    setSettings(next);
    if (Object.keys(problemsOf(next)).length === 0) void props.save({ user_sync: next }).catch(() => undefined);
  };
  const finish = async () => {
    setBusy(true);
    try {
      await props.save({ user_sync: settings });
      await create.mutateAsync({});
      props.onDone();
    } catch {
      // Both say what went wrong where they are shown.
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Card
        title={t("service.userSync")}
        extra={
          <Switch
            aria-label={t("service.userSync")}
            checked={settings.enabled}
            onChange={(enabled) => change({ ...settings, enabled })}
          />
        }
      >
        <p className="setting-help">{t("service.about.userSync")}</p>
        {settings.enabled ? <UserSyncForm value={settings} problems={problems} onChange={change} /> : null}
      </Card>
      {SIGN_IN_SERVICES.map((service) => (
        <SignInServiceCard key={service} service={service} draft={props.draft} save={props.save} />
      ))}
      <Card
        title={t("service.messageNotifications")}
        extra={<StatusPill tone="neutral">{t("service.afterwards")}</StatusPill>}
      >
        <p className="setting-help">
          {t("service.about.messageNotifications")} {t("messages.afterwards")}
        </p>
      </Card>
      {create.error ? (
        <Alert
          type="error"
          showIcon
          title={problemText(t, create.error).title}
          description={problemText(t, create.error).cure}
        />
      ) : null}
      <StepFooter
        onBack={props.onBack}
        next={{ onClick: () => void finish(), busy, disabled: !fits, label: t("setup.save") }}
        reason={fits ? (anyOn ? null : t("service.turnOnLater")) : t("setup.fixFirst")}
      />
    </>
  );
}
