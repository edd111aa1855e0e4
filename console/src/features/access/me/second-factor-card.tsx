import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import { Card, ConfirmDialog, StatusPill } from "../../../design/index.ts";
import { EnrolDialog } from "./enrol-dialog.tsx";

/** Two-step verification: on or off. */
export function SecondFactorCard() {
  const { t } = useTranslation("access");
  const me = useMe();
  const { message } = App.useApp();
  const [open, setOpen] = useState<"enrol" | "disable" | null>(null);
  const disable = useCall(routes.disableTotp, { refreshes: ["getMe"] });
  const close = () => setOpen(null);
  return (
    <Card
      title={t("totp.title")}
      extra={<StatusPill tone={me.totp ? "success" : "neutral"}>{me.totp ? t("totp.on") : t("totp.off")}</StatusPill>}
    >
      <div className="stack">
        <p>
          {t("totp.about")} {me.totp ? t("totp.codesLeft", { count: me.recovery_codes_left }) : null}
        </p>
        <div>
          {me.totp ? (
            <Button danger onClick={() => setOpen("disable")}>
              {t("totp.disable")}
            </Button>
          ) : (
            <Button onClick={() => setOpen("enrol")}>{t("totp.enable")}</Button>
          )}
        </div>
      </div>
      {open === "enrol" ? <EnrolDialog onClose={close} /> : null}
      <ConfirmDialog
        open={open === "disable"}
        title={t("totp.disableAsk")}
        confirm={t("totp.disable")}
        danger
        busy={disable.isPending}
        onCancel={close}
        onConfirm={() =>
          disable.mutate({}, { onSuccess: close, onError: (error) => void message.error(problemText(t, error).title) })
        }
      >
        <p>{t("totp.disableAbout")}</p>
      </ConfirmDialog>
    </Card>
  );
}
