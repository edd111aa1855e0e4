import { Form, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { ApiProblem, fieldErrors, problemText } from "../../../api/index.ts";
import { ProblemLine } from "../../../design/index.ts";
import { type TypedWebhook, WebhookFields } from "./webhook-fields.tsx";

/** Asks for a webhook's settings. What the server refuses of the address is said beside it. */
export function WebhookDialog(props: {
  readonly title: string;
  readonly submit: string;
  readonly values: TypedWebhook;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: (typed: TypedWebhook, refused: (error: unknown) => void) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("webhooks");
  const [form] = Form.useForm<TypedWebhook>();
  const refused = (error: unknown) => {
    if (!(error instanceof ApiProblem)) return;
    const { title, cure } = problemText(t, error);
    const fields =
      error.code === "webhook_url_refused"
        ? [{ name: "url" as const, errors: [`${title}${t("design:error.stop")}${cure}`] }]
        : fieldErrors(t, error);
    form.setFields(fields as Parameters<typeof form.setFields>[0]);
  };
  const isSaidAbove = props.error instanceof ApiProblem && props.error.code !== "webhook_url_refused";
  return (
    <Modal
      open
      title={props.title}
      okText={props.submit}
      cancelText={t("design:cancel")}
      confirmLoading={props.busy}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={props.values}
        onFinish={(typed) => props.onSubmit(typed, refused)}
      >
        <WebhookFields />
      </Form>
      {isSaidAbove ? <ProblemLine error={props.error} /> : null}
    </Modal>
  );
}
