import { MoreOutlined } from "@ant-design/icons";
import type { ApplicationView } from "@larkbridge/contract";
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../api/index.ts";
import { ConfirmDialog, ProblemLine } from "../../design/index.ts";
import { SecretDialog } from "./secret-dialog.tsx";

type Open = "secret" | "switch" | "delete";
const REFRESHES = ["listApplications", "getApplication", "listPortalApplications"] as const;

/** What is done seldom: another secret, off and on, delete. Each asks first and says what it means. */
export function ApplicationActs({ application }: { readonly application: ApplicationView }) {
  const { t } = useTranslation("applications");
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open | null>(null);
  const update = useCall(routes.updateApplication, { refreshes: REFRESHES });
  const remove = useCall(routes.deleteApplication, { refreshes: ["listApplications", "listPortalApplications"] });
  const { id, name, enabled, kind } = application;
  const close = () => {
    setOpen(null);
    update.reset();
    remove.reset();
  };
  const told = <ProblemLine error={update.error ?? remove.error} />;
  const onOff = enabled ? "off" : "on";
  return (
    <>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            ...(kind === "web" ? [{ key: "secret", label: t("act.secret") }] : []),
            { key: "switch", label: t(`act.${onOff}`) },
            { key: "delete", label: t("act.delete"), danger: true },
          ],
          onClick: ({ key }) => setOpen(key as Open),
        }}
      >
        <Button icon={<MoreOutlined />}>{t("act.more")}</Button>
      </Dropdown>
      {open === "secret" ? <SecretDialog id={id} name={name} onClose={close} /> : null}
      <ConfirmDialog
        open={open === "switch"}
        danger={enabled}
        title={t(`switch.${onOff}`, { name })}
        confirm={t(`act.${onOff}`)}
        busy={update.isPending}
        onCancel={close}
        onConfirm={() => update.mutate({ params: { id }, body: { enabled: !enabled } }, { onSuccess: close })}
      >
        {enabled ? (
          <ul className="app-consequences">
            <li>{t("switch.signInsEnd")}</li>
            <li>{t("switch.refused")}</li>
            <li>{t("switch.kept")}</li>
          </ul>
        ) : (
          <p>{t("switch.onAbout")}</p>
        )}
        {told}
      </ConfirmDialog>
      <ConfirmDialog
        open={open === "delete"}
        danger
        title={t("delete.title", { name })}
        confirm={t("act.delete")}
        busy={remove.isPending}
        typed={{ text: name, label: t("delete.type", { name }) }}
        onCancel={close}
        onConfirm={() =>
          remove.mutate({ params: { id } }, { onSuccess: () => void navigate({ to: "/applications" as "/" }) })
        }
      >
        <ul className="app-consequences">
          <li>{t("switch.signInsEnd")}</li>
          <li>{t("delete.gone")}</li>
          <li>{t("delete.instead")}</li>
        </ul>
        {told}
      </ConfirmDialog>
    </>
  );
}
