import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../api/index.ts";
import { ConfirmDialog, ProblemLine } from "../../design/index.ts";
import { ClientSecretBox } from "./client-secret-box.tsx";

/** Gives an application another secret and shows it, once. */
export function SecretDialog(props: { readonly id: string; readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation("applications");
  const replace = useCall(routes.replaceApplicationSecret, { refreshes: ["getApplication"] });
  const secret = replace.data?.client_secret ?? null;
  if (secret !== null)
    return (
      <Modal
        open
        title={t("secret.title")}
        closable={false}
        footer={
          <Button type="primary" onClick={props.onClose}>
            {t("secret.copied")}
          </Button>
        }
      >
        <ClientSecretBox secret={secret} />
      </Modal>
    );
  return (
    <ConfirmDialog
      open
      danger
      title={t("secret.replaceAsk", { name: props.name })}
      confirm={t("act.secret")}
      busy={replace.isPending}
      onCancel={props.onClose}
      onConfirm={() => replace.mutate({ params: { id: props.id } })}
    >
      <p>{t("secret.replaceAbout")}</p>
      <ProblemLine error={replace.error} />
    </ConfirmDialog>
  );
}
