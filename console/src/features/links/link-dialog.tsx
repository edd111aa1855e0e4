import { Alert, App, Checkbox, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { LINK_REFRESHES } from "./refreshes.ts";

interface Values {
  readonly person: string;
  readonly takeOver?: boolean;
}

/** Links a user to a Feishu person named by their open_id. */
export function LinkDialog(props: {
  readonly open: boolean;
  readonly user: { readonly id: string; readonly name: string; readonly username: string };
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("links");
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const link = useCall(routes.linkUser, { refreshes: LINK_REFRESHES });
  const told = link.error ? problemText(t, link.error) : null;
  const taken = link.error?.code === "feishu_person_linked";
  const close = () => {
    link.reset();
    props.onClose();
  };
  return (
    <Modal
      open={props.open}
      title={t("dialog.title", { name: props.user.name })}
      okText={t("dialog.link")}
      cancelText={t("design:cancel")}
      confirmLoading={link.isPending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
    >
      {told ? (
        <Alert type="error" showIcon title={told.title} description={told.cure} style={{ marginBottom: 16 }} />
      ) : null}
      <Form<Values>
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={({ person, takeOver }) =>
          link.mutate(
            { params: { id: props.user.id }, body: { person: person.trim(), take_over: takeOver ?? false } },
            {
              onSuccess: () => {
                void message.success(t("dialog.done"));
                close();
              },
            },
          )
        }
      >
        <Form.Item
          name="person"
          label={t("dialog.person")}
          extra={t("dialog.help")}
          rules={[{ required: true, pattern: /^\s*o[un]_[A-Za-z0-9_-]{1,120}\s*$/, message: t("dialog.wrong") }]}
        >
          <Input autoComplete="off" placeholder="ou_…" />
        </Form.Item>
        {taken ? (
          <Form.Item name="takeOver" valuePropName="checked">
            <Checkbox>{t("dialog.takeOver")}</Checkbox>
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  );
}
