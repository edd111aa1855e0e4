import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem, call, routes } from "../../../api/index.ts";
import { BareFrame } from "./bare-frame.tsx";
import { showProblem } from "./form-problem.ts";
import { PasswordField, RepeatField } from "./password-field.tsx";
import { tokenOf } from "./return-path.ts";

/** Choose a password with a one-time link. */
export function PasswordLinkPage() {
  const { t } = useTranslation("access");
  const [form] = Form.useForm<{ password: string }>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [token] = useState(() => tokenOf(location.hash));
  const [broken, setBroken] = useState(token === null);
  const navigate = useNavigate();
  const submit = async (password: string) => {
    setBusy(true);
    setProblem(null);
    try {
      await call(routes.consumePasswordLink, { body: { token: token ?? "", password } });
      await navigate({ href: "/login?chosen=1", replace: true });
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "link_invalid") setBroken(true);
      else setProblem(showProblem(t, form, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <BareFrame title={t("link.title")} about={t("link.about")}>
      {broken ? (
        <Alert type="warning" showIcon title={t("link.broken")} />
      ) : (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={({ password }) => void submit(password)}>
          {problem ? <Alert type="error" showIcon title={problem} className="sign-in-alert" /> : null}
          <PasswordField
            name="password"
            label={t("field.newPassword")}
            autoComplete="new-password"
            autoFocus
            size="large"
          />
          <RepeatField of="password" size="large" />
          <Button type="primary" size="large" block htmlType="submit" loading={busy}>
            {t("link.submit")}
          </Button>
        </Form>
      )}
    </BareFrame>
  );
}
