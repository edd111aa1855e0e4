import type { AppPasswordListView } from "@larkbridge/contract";
import { Alert, Button, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { SecretBox } from "../../design/index.ts";
import { HowToUse } from "./how-to-use.tsx";

/** Makes an app password and shows it, once, with what else the program asks for. */
export function NewPasswordDialog(props: {
  readonly list: AppPasswordListView;
  readonly username: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("app-passwords");
  const [form] = Form.useForm<{ readonly name: string }>();
  const create = useCall(routes.createAppPassword, { refreshes: ["listAppPasswords"] });
  const made = create.data;
  const problem = create.error ? problemText(t, create.error) : null;
  if (made !== undefined)
    return (
      <Modal
        open
        title={t("made", { name: made.app_password.name })}
        closable={false}
        footer={
          <Button type="primary" onClick={props.onClose}>
            {t("copied")}
          </Button>
        }
      >
        <div className="app-passwords">
          <SecretBox secret={made.password} about={t("once")} what={t("title")} copy={t("copy")} />
          <HowToUse list={props.list} username={props.username} />
        </div>
      </Modal>
    );
  return (
    <Modal
      open
      title={t("create")}
      okText={t("submit")}
      confirmLoading={create.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(body) => create.mutate({ body })}>
        {problem ? (
          <Alert type="error" showIcon style={{ marginBottom: 16 }} title={problem.title} description={problem.cure} />
        ) : null}
        <Form.Item
          name="name"
          label={t("forWhat")}
          extra={t("forWhatHelp")}
          rules={[{ required: true, whitespace: true, max: 100, message: t("nameNeeded") }]}
        >
          <Input placeholder={t("forWhatHint")} autoComplete="off" autoFocus maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
