import { MoreOutlined } from "@ant-design/icons";
import type { LdapServiceAccountView } from "@larkbridge/contract";
import { Button, Dropdown, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog, ProblemLine } from "../../../design/index.ts";
import { AccountPasswordBox } from "./account-password-box.tsx";

const REFRESHES = ["listLdapServiceAccounts", "getLdap"] as const;
type Open = "password" | "switch" | "remove";

/** What can be done with an account, each with what follows from it. */
export function AccountActs(props: { readonly account: LdapServiceAccountView; readonly onEdit: () => void }) {
  const { account, onEdit } = props;
  const { t } = useTranslation("ldap");
  const [open, setOpen] = useState<Open | null>(null);
  const replace = useCall(routes.replaceLdapServiceAccountPassword, { refreshes: REFRESHES });
  const update = useCall(routes.updateLdapServiceAccount, { refreshes: REFRESHES });
  const remove = useCall(routes.deleteLdapServiceAccount, { refreshes: REFRESHES });
  const { id, name, enabled } = account;
  const close = () => {
    setOpen(null);
    replace.reset();
    update.reset();
    remove.reset();
  };
  const told = <ProblemLine error={replace.error ?? update.error ?? remove.error} />;
  const onOff = enabled ? "off" : "on";
  const password = replace.data?.password;
  return (
    <>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "edit", label: t("accounts.edit") },
            { key: "password", label: t("accounts.newPassword") },
            { key: "switch", label: t(`accounts.switch.${onOff}`) },
            { key: "remove", label: t("accounts.remove"), danger: true },
          ],
          onClick: ({ key }) => (key === "edit" ? onEdit() : setOpen(key as Open)),
        }}
      >
        <Button size="small" type="text" icon={<MoreOutlined />} aria-label={t("accounts.actionsOf", { name })} />
      </Dropdown>
      <Modal
        open={password !== undefined}
        title={t("password.title")}
        closable={false}
        footer={
          <Button type="primary" onClick={close}>
            {t("password.copied")}
          </Button>
        }
      >
        {password === undefined ? null : <AccountPasswordBox password={password} />}
      </Modal>
      <ConfirmDialog
        open={open === "password" && password === undefined}
        danger
        title={t("accounts.passwordAsk", { name })}
        confirm={t("accounts.newPassword")}
        busy={replace.isPending}
        onCancel={close}
        onConfirm={() => replace.mutate({ params: { id } })}
      >
        <p>{t("accounts.passwordAbout")}</p>
        {told}
      </ConfirmDialog>
      <ConfirmDialog
        open={open === "switch"}
        danger={enabled}
        title={t(`accounts.switch.${onOff}Ask`, { name })}
        confirm={t(`accounts.switch.${onOff}`)}
        busy={update.isPending}
        onCancel={close}
        onConfirm={() => update.mutate({ params: { id }, body: { enabled: !enabled } }, { onSuccess: close })}
      >
        <p>{t(`accounts.switch.${onOff}About`)}</p>
        {told}
      </ConfirmDialog>
      <ConfirmDialog
        open={open === "remove"}
        danger
        title={t("accounts.removeAsk", { name })}
        confirm={t("accounts.remove")}
        typed={{ text: name, label: t("accounts.removeType", { name }) }}
        busy={remove.isPending}
        onCancel={close}
        onConfirm={() => remove.mutate({ params: { id } }, { onSuccess: close })}
      >
        <ul className="ldap-consequences">
          <li>{t("accounts.removeEnds")}</li>
          <li>{t("accounts.removeGone")}</li>
          <li>{t("accounts.removeInstead")}</li>
        </ul>
        {told}
      </ConfirmDialog>
    </>
  );
}
