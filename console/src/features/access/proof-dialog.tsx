import { Alert, Form, Modal } from "antd";
import { useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import {
  ApiProblem,
  call,
  giveProof,
  isProofWanted,
  problemText,
  refuseProof,
  routes,
  subscribeToProof,
} from "../../api/index.ts";
import { CodeField } from "./sign-in/code-field.tsx";
import { PasswordField } from "./sign-in/password-field.tsx";
import { clockOf } from "./sign-in/return-path.ts";
import { useCountdown } from "./sign-in/use-countdown.ts";

interface Typed {
  readonly password: string;
  readonly code?: string;
}

/** Asks for the password again before something dangerous; what was being sent goes on, or is given up. */
export function ProofDialog() {
  const { t } = useTranslation("access");
  const wanted = useSyncExternalStore(subscribeToProof, isProofWanted);
  const [form] = Form.useForm<Typed>();
  const [busy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pause, startPause] = useCountdown();
  const submit = async ({ password, code }: Typed) => {
    setBusy(true);
    setProblem(null);
    try {
      await call(routes.proveSession, { body: { password, ...(code ? { code } : {}) } });
      giveProof();
      setNeedsCode(false);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const count = Number(error.values["tries_left"] ?? 0);
      if (error.code === "second_factor_required") setNeedsCode(true);
      else if (error.code === "sign_in_locked") startPause(error.retryAfter ?? 30);
      else if (error.code === "sign_in_refused")
        form.setFields([{ name: "password", errors: [t("signIn.refused", { count })] }]);
      else if (error.code === "second_factor_refused")
        form.setFields([{ name: "code", errors: [t("signIn.codeRefused", { count })] }]);
      else setProblem(problemText(t, error).title);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={wanted}
      zIndex={1200}
      title={t("proof.title")}
      okText={t("proof.submit")}
      confirmLoading={busy}
      okButtonProps={{ disabled: pause > 0 }}
      onOk={form.submit}
      onCancel={refuseProof}
      destroyOnHidden
    >
      <p>{t("proof.about")}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        onFinish={(typed) => void submit(typed)}
      >
        {pause > 0 ? (
          <Alert
            type="warning"
            showIcon
            title={t("signIn.locked", { time: clockOf(pause) })}
            className="sign-in-alert"
          />
        ) : null}
        {problem ? <Alert type="error" showIcon title={problem} className="sign-in-alert" /> : null}
        <PasswordField name="password" label={t("field.password")} autoComplete="current-password" autoFocus />
        {needsCode ? <CodeField /> : null}
      </Form>
    </Modal>
  );
}
