import { App, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import { Card } from "../../../design/index.ts";
import { showProblem } from "../sign-in/form-problem.ts";

/** Where messages go to somebody without a bound Feishu account (S13). */
export function FeishuEmailCard() {
  const { t } = useTranslation("access");
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ email?: string }>();
  const save = useCall(routes.changeFeishuEmail, { refreshes: ["getMe"] });
  const submit = ({ email }: { email?: string }) =>
    save.mutate(
      { body: { email: email?.trim() || null } },
      {
        onSuccess: () => void message.success(t("me.saved")),
        onError: (error) => {
          const told = showProblem(t, form, error);
          if (told !== null) void message.error(problemText(t, error).title);
        },
      },
    );
  return (
    <Card title={t("feishuEmail.title")}>
      <Form
        form={form}
        layout="vertical"
        className="field-width"
        requiredMark={false}
        initialValues={{ email: me.feishu_email ?? "" }}
        onFinish={submit}
      >
        <Form.Item
          name="email"
          label={t("feishuEmail.title")}
          extra={t("feishuEmail.about")}
          rules={[{ type: "email", message: t("rule.email") }]}
        >
          <Input type="email" autoComplete="email" />
        </Form.Item>
        <Button htmlType="submit" loading={save.isPending}>
          {t("feishuEmail.submit")}
        </Button>
      </Form>
    </Card>
  );
}
