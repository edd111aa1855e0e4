import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { SecretBox } from "../../../design/index.ts";

/** The secret that signs what a webhook is told, shown this once. It closes by its button only. */
export function SecretScreen(props: { readonly title: string; readonly secret: string; readonly onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  return (
    <Modal
      open
      title={props.title}
      closable={false}
      footer={
        <Button type="primary" onClick={props.onClose}>
          {t("secret.done")}
        </Button>
      }
    >
      <SecretBox secret={props.secret} about={t("secret.about")} what={t("secret.name")} copy={t("secret.copy")} />
    </Modal>
  );
}
