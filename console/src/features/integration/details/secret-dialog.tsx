import { App, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";

/** Replaces the App Secret, once Feishu takes the new one; the old one is never shown. */
export function SecretDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation("integration");
  const { message } = App.useApp();
  const [secret, setSecret] = useState("");
  const replace = useCall(routes.replaceFeishuSecret, { refreshes: ["getFeishuIntegration"] });
  const problem = replace.error ? problemText(t, replace.error) : null;
  const save = () =>
    replace.mutate(
      { body: { app_secret: secret.trim() } },
      {
        onSuccess: () => {
          void message.success(t("secret.replaced"));
          onClose();
        },
      },
    );
  return (
    <Modal
      open={open}
      title={t("secret.title")}
      okText={t("secret.replace")}
      cancelText={t("secret.cancel")}
      okButtonProps={{ disabled: secret.trim() === "", loading: replace.isPending }}
      onOk={save}
      onCancel={onClose}
      afterClose={() => {
        setSecret("");
        replace.reset();
      }}
      destroyOnHidden
    >
      <Form layout="vertical" component="div">
        <Form.Item
          label="App Secret"
          required
          htmlFor="new-secret"
          extra={t("secret.help")}
          {...(problem ? { validateStatus: "error", help: `${problem.title}${t("health.stop")}${problem.cure}` } : {})}
        >
          <Input.Password
            id="new-secret"
            autoComplete="new-password"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
            onPressEnter={() => (secret.trim() === "" ? undefined : save())}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
