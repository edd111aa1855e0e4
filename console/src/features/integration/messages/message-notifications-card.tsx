import type { FeishuIntegrationView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { codeText, queryOf, routes } from "../../../api/index.ts";
import { Card, Count, Facts, LinkButton, ReasonText, StatusPill, Time } from "../../../design/index.ts";
import { DisableMessagesDialog } from "./disable-messages-dialog.tsx";
import { MessagesDialog } from "./messages-dialog.tsx";
import { NoticeSwitches } from "./notice-switches.tsx";
import { SendTestButton } from "./send-test-button.tsx";

const REFRESH_MS = 10_000;

/** Messages by the app's bot: whether and how they are sent, what stands in the way, and which notices go out by themselves. */
export function MessageNotificationsCard(props: {
  readonly integration: FeishuIntegrationView;
  readonly mayTest: boolean;
  readonly mayChange: boolean;
}) {
  const { integration, mayTest, mayChange } = props;
  const { t } = useTranslation("integration");
  const [open, setOpen] = useState<"settings" | "disable" | null>(null);
  const { enabled, method } = integration.services.message_notifications;
  const status = useQuery({ ...queryOf(routes.getMessageStatus), refetchInterval: REFRESH_MS, enabled });
  const isStopped = enabled && status.data?.state === "stopped";
  const close = () => setOpen(null);
  return (
    <Card
      title={t("service.messageNotifications")}
      extra={
        isStopped ? (
          <StatusPill tone="danger">{t("messages.stopped")}</StatusPill>
        ) : (
          <StatusPill tone={enabled ? "success" : "neutral"}>{t(enabled ? "service.on" : "service.off")}</StatusPill>
        )
      }
    >
      <p className="setting-help">{t("service.about.messageNotifications")}</p>
      {isStopped && status.data?.reason ? (
        <div className="card-trouble">
          <ReasonText code={status.data.reason.code} values={status.data.reason.values} />
          {status.data.next_try_at === null ? null : (
            <p className="setting-help">
              {t("messages.nextTry")} <Time at={status.data.next_try_at} />
            </p>
          )}
        </div>
      ) : null}
      <div className="card-halves">
        <Facts
          items={[
            { name: t("messages.method"), value: t(`messages.methods.${method}`) },
            { name: t("health.bot"), value: <BotState integration={integration} /> },
            ...(status.data === undefined
              ? []
              : [{ name: t("messages.waiting"), value: <Count value={status.data.waiting} /> }]),
          ]}
        />
        <NoticeSwitches serviceOn={enabled} mayChange={mayTest} />
      </div>
      <div className="card-actions">
        {mayChange ? (
          <Button onClick={() => setOpen("settings")}>{t(enabled ? "service.modify" : "messages.enable")}</Button>
        ) : null}
        {mayTest && enabled ? <SendTestButton /> : null}
        <LinkButton to="/notifications">{t("messages.log")}</LinkButton>
        {mayChange && enabled ? (
          <Button danger onClick={() => setOpen("disable")}>
            {t("messages.disable")}
          </Button>
        ) : null}
      </div>
      {open === "settings" ? <MessagesDialog services={integration.services} onClose={close} /> : null}
      <DisableMessagesDialog open={open === "disable"} method={method} onClose={close} />
    </Card>
  );
}

/** The bot as the last check of the connection found it. */
function BotState({ integration }: { readonly integration: FeishuIntegrationView }) {
  const { t } = useTranslation("integration");
  const bot = integration.health?.checks.find(({ check }) => check === "bot");
  if (bot === undefined || bot.state === "unknown") return t("healthState.unknown");
  if (bot.state === "ok") return t("messages.botOn");
  return bot.code === null ? t("healthFix.bot") : codeText(t, bot.code).title;
}
