import type { FeishuIntegrationView, ScheduleView } from "@larkbridge/contract";
import { Button } from "antd";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card, Facts, LinkButton, StatusPill } from "../../../design/index.ts";
import { DisableDialog } from "./disable-dialog.tsx";

const SETTINGS_PAGE = "/integrations/feishu/services/user-sync";

/** User and organization sync: what is set, and the ways to change it. */
export function UserSyncCard(props: { readonly integration: FeishuIntegrationView; readonly mayChange: boolean }) {
  const { t } = useTranslation("integration");
  const [disabling, setDisabling] = useState(false);
  const sync = props.integration.services.user_sync;
  return (
    <Card
      title={t("service.userSync")}
      extra={
        sync.enabled ? (
          <StatusPill tone="success">{t("service.on")}</StatusPill>
        ) : (
          <StatusPill tone="neutral">{t("service.off")}</StatusPill>
        )
      }
    >
      {sync.enabled ? (
        <Facts
          items={[
            { name: t("form.timing"), value: scheduleText(t, sync.schedule, sync.time_zone) },
            {
              name: t("policy.unmatched_local_users.label"),
              value: t(`choice.${sync.policies.unmatched_local_users}`),
            },
            {
              name: t("policy.unmatched_feishu_users.label"),
              value: t(`choice.${sync.policies.unmatched_feishu_users}`),
            },
            { name: t("policy.departed_users.label"), value: t(`choice.${sync.policies.departed_users}`) },
            { name: t("form.guard"), value: t("service.guard", sync.guard) },
          ]}
        />
      ) : (
        <p className="setting-help">{t("service.about.userSync")}</p>
      )}
      {props.mayChange ? (
        <div className="card-actions">
          <LinkButton to={SETTINGS_PAGE}>{sync.enabled ? t("service.modify") : t("service.enable")}</LinkButton>
          {sync.enabled ? (
            <Button danger onClick={() => setDisabling(true)}>
              {t("service.disable")}
            </Button>
          ) : null}
        </div>
      ) : null}
      <DisableDialog open={disabling} onClose={() => setDisabling(false)} />
    </Card>
  );
}

/** A schedule in words, with its zone. */
function scheduleText(t: TFunction<"integration">, schedule: ScheduleView, timeZone: string): string {
  switch (schedule.kind) {
    case "manual":
      return t("kind.manual");
    case "daily":
      return t("schedule.daily", { at: schedule.at, zone: timeZone });
    case "weekly":
      return t("schedule.weekly", { day: t(`weekday.${schedule.day}`), at: schedule.at, zone: timeZone });
    case "monthly": {
      const day = schedule.day === "last" ? t("form.lastDay") : t("form.dayOfMonth", { day: schedule.day });
      return t("schedule.monthly", { day, at: schedule.at, zone: timeZone });
    }
    case "interval":
      return t("schedule.interval", { count: schedule.hours });
  }
}
