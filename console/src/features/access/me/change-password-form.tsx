import { Alert, Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call, routes } from "../../../api/index.ts";
import { showProblem } from "../sign-in/form-problem.ts";
import { PasswordField, RepeatField } from "../sign-in/password-field.tsx";

const PLACES = { sign_in_refused: "current", password_unchanged: "password" };

/** The current password and a new one. */
export function ChangePasswordForm(props: { readonly submit: string; readonly onChanged: () => void }) {
  const { t } = useTranslation("access");
  const [form] = Form.useForm<{ current: string; password: string }>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async ({ current, password }: { current: string; password: string }) => {
    setBusy(true);
    setProblem(null);
    try {
      await call(routes.changePassword, { body: { current, password } });
      form.resetFields();
      props.onChanged();
    } catch (error) {
      setProblem(showProblem(t, form, error, PLACES));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="field-width"
      onFinish={(typed) => void submit(typed)}
    >
      {problem ? <Alert type="error" showIcon title={problem} className="sign-in-alert" /> : null}
      <PasswordField name="current" label={t("field.current")} autoComplete="current-password" />
      <PasswordField name="password" label={t("field.newPassword")} autoComplete="new-password" />
      <RepeatField of="password" />
      <Button htmlType="submit" loading={busy}>
        {props.submit}
      </Button>
    </Form>
  );
}
