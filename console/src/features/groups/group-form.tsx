import { useNavigate } from "@tanstack/react-router";
import { Alert, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";

const REFRESHES = ["listGroups", "getGroup"] as const;

/** Creates a group, or renames and describes the one given. */
export function GroupForm(props: {
  readonly open: boolean;
  readonly group?: { readonly id: string; readonly name: string; readonly description: string };
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("groups");
  const navigate = useNavigate();
  const [form] = Form.useForm<{ name: string; description?: string }>();
  const create = useCall(routes.createGroup, { refreshes: REFRESHES });
  const update = useCall(routes.updateGroup, { refreshes: REFRESHES });
  const { group } = props;
  const problem = create.error ?? update.error;
  const told = problem ? problemText(t, problem) : null;
  const close = () => {
    create.reset();
    update.reset();
    props.onClose();
  };
  return (
    <Modal
      open={props.open}
      title={t(group ? "form.edit" : "create")}
      okText={t(group ? "form.save" : "create")}
      cancelText={t("design:cancel")}
      confirmLoading={create.isPending || update.isPending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
    >
      {told ? (
        <Alert type="error" showIcon title={told.title} description={told.cure} style={{ marginBottom: 16 }} />
      ) : null}
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ name: group?.name ?? "", description: group?.description ?? "" }}
        onFinish={({ name, description = "" }) => {
          const body = { name: name.trim(), description: description.trim() };
          if (group) update.mutate({ params: { id: group.id }, body }, { onSuccess: close });
          else
            create.mutate(
              { body },
              { onSuccess: ({ id }) => void navigate({ to: "/groups/$id", params: { id } } as never) },
            );
        }}
      >
        <Form.Item
          name="name"
          label={t("column.name")}
          rules={[{ required: true, whitespace: true, message: t("form.nameMissing") }]}
        >
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="description" label={t("column.description")}>
          <Input.TextArea maxLength={500} rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
