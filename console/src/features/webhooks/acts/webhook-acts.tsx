import { MoreOutlined } from "@ant-design/icons";
import type { WebhookView } from "@larkbridge/contract";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog, ProblemLine } from "../../../design/index.ts";
import { EditWebhookDialog } from "./edit-webhook-dialog.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";
import { RotateDialog } from "./rotate-dialog.tsx";
import { TrialDialog } from "./trial-dialog.tsx";

const REFRESHES = ["getWebhook", "listWebhooks"] as const;
type Open = "trial" | "edit" | "replay" | "rotate" | "switch" | "delete";

/** What can be done with a webhook: try it, send again, change it, another secret, on and off, delete. */
export function WebhookActs({ webhook }: { readonly webhook: WebhookView }) {
  const { t } = useTranslation("webhooks");
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [open, setOpen] = useState<Open | null>(null);
  const { id, name, enabled } = webhook;
  const params = { id };
  const enable = useCall(routes.enableWebhook, { refreshes: REFRESHES });
  const disable = useCall(routes.disableWebhook, { refreshes: REFRESHES });
  const remove = useCall(routes.deleteWebhook, { refreshes: ["listWebhooks"] });
  const change = enabled ? disable : enable;
  const onOff = enabled ? "off" : "on";
  const close = () => setOpen(null);
  return (
    <>
      <Button type="primary" onClick={() => setOpen("trial")}>
        {t("act.trial")}
      </Button>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "replay", label: t("act.replay"), disabled: !enabled },
            { key: "edit", label: t("act.edit") },
            { key: "rotate", label: t("act.rotate") },
            { key: "switch", label: t(`act.${onOff}`) },
            { key: "delete", label: t("act.delete"), danger: true },
          ],
          onClick: ({ key }) => setOpen(key as Open),
        }}
      >
        <Button icon={<MoreOutlined />}>{t("act.more")}</Button>
      </Dropdown>
      {open === "trial" ? <TrialDialog webhook={webhook} onClose={close} /> : null}
      {open === "edit" ? <EditWebhookDialog webhook={webhook} onClose={close} /> : null}
      {open === "replay" ? <ReplayDialog webhook={webhook} onClose={close} /> : null}
      {open === "rotate" ? <RotateDialog webhook={webhook} onClose={close} /> : null}
      <ConfirmDialog
        open={open === "switch"}
        title={t(`act.${onOff}Ask`, { name })}
        confirm={t(`act.${onOff}`)}
        busy={change.isPending}
        onCancel={close}
        onConfirm={() => change.mutate({ params }, { onSuccess: close })}
      >
        <p>{t(`act.${onOff}About`)}</p>
        <ProblemLine error={change.error} />
      </ConfirmDialog>
      <ConfirmDialog
        open={open === "delete"}
        danger
        title={t("act.deleteAsk", { name })}
        confirm={t("act.delete")}
        typed={{ text: name, label: t("act.deleteType", { name }) }}
        busy={remove.isPending}
        onCancel={close}
        onConfirm={() =>
          remove.mutate(
            { params },
            {
              onSuccess: () => {
                void message.success(t("act.deleted", { name }));
                void navigate({ to: "/webhooks" } as never);
              },
            },
          )
        }
      >
        <p>{t("act.deleteAbout")}</p>
        <ProblemLine error={remove.error} />
      </ConfirmDialog>
    </>
  );
}
