import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem, call, problemText, routes } from "../../../api/index.ts";
import { CodeField } from "./code-field.tsx";
import { PasswordField } from "./password-field.tsx";
import { clockOf } from "./return-path.ts";
import { useCountdown } from "./use-countdown.ts";

interface Typed {
  readonly username: string;
  readonly password: string;
  readonly code?: string;
}

/** Signing in with name and password, and a code where the account asks for one. What was typed stays when refused. */
export function SignInForm({
  onSignedIn,
  autoFocus = true,
}: {
  readonly onSignedIn: () => void;
  /** Not where another way to sign in stands first. */
  readonly autoFocus?: boolean;
}) {
  const { t } = useTranslation("access");
  const [form] = Form.useForm<Typed>();
  const [step, setStep] = useState<"password" | "code">("password");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [pause, startPause] = useCountdown();

  const submit = async ({ username, password, code }: Typed) => {
    setBusy(true);
    setProblem(null);
    try {
      const body = { username, password, ...(code ? { code } : {}) };
      await call(routes.signIn, { body }, { onLostSession: "throw" });
      onSignedIn();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      refuse(error);
    } finally {
      setBusy(false);
    }
  };

  const refuse = (error: ApiProblem) => {
    const count = Number(error.values["tries_left"] ?? 0);
    switch (error.code) {
      case "second_factor_required":
        return setStep("code");
      case "sign_in_refused":
        setStep("password");
        return form.setFields([{ name: "password", errors: [t("signIn.refused", { count })] }]);
      case "second_factor_refused":
        return form.setFields([{ name: "code", errors: [t("signIn.codeRefused", { count })] }]);
      case "sign_in_locked":
        return startPause(error.retryAfter ?? 30);
      default:
        return setProblem(error);
    }
  };

  const isCode = step === "code";
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(typed) => void submit(typed)}>
      {pause > 0 ? (
        <Alert type="warning" showIcon title={t("signIn.locked", { time: clockOf(pause) })} className="sign-in-alert" />
      ) : null}
      {problem ? <Alert type="error" showIcon title={problemText(t, problem).title} className="sign-in-alert" /> : null}
      <div hidden={isCode}>
        <Form.Item
          name="username"
          label={t("field.username")}
          rules={[{ required: true, whitespace: true, message: t("rule.required") }]}
        >
          <Input size="large" autoComplete="username" autoFocus={autoFocus} autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <PasswordField name="password" label={t("field.password")} autoComplete="current-password" size="large" />
      </div>
      {isCode ? <CodeField size="large" /> : null}
      <Button type="primary" size="large" block htmlType="submit" loading={busy} disabled={pause > 0}>
        {t("signIn.submit")}
      </Button>
      {isCode ? (
        <Button type="link" block onClick={() => setStep("password")}>
          {t("signIn.back")}
        </Button>
      ) : null}
    </Form>
  );
}
