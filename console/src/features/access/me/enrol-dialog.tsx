import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Modal, QRCode } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../../api/index.ts";
import { CopyButton, ErrorState, Mono, PageSkeleton } from "../../../design/index.ts";
import { showProblem } from "../sign-in/form-problem.ts";

/** Enrols an authenticator: scan, type a first code, keep the recovery codes. */
export function EnrolDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation("access");
  // Each opening makes a new secret; the one before was never confirmed.
  const enrolment = useQuery({ ...queryOf(routes.enrolTotp), gcTime: 0, staleTime: Number.POSITIVE_INFINITY });
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Modal open title={codes ? t("totp.codesTitle") : t("totp.title")} footer={null} onCancel={onClose} width={620}>
      {codes ? <RecoveryCodes codes={codes} onClose={onClose} /> : null}
      {!codes && enrolment.isError ? <ErrorState error={enrolment.error} /> : null}
      {!codes && enrolment.isPending ? <PageSkeleton rows={4} /> : null}
      {!codes && enrolment.data ? <Enrol {...enrolment.data} onConfirmed={setCodes} /> : null}
    </Modal>
  );
}

function Enrol(props: {
  readonly uri: string;
  readonly secret: string;
  readonly onConfirmed: (codes: readonly string[]) => void;
}) {
  const { t } = useTranslation("access");
  const [form] = Form.useForm<{ code: string }>();
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = useCall(routes.confirmTotp, { refreshes: ["getMe"] });
  const submit = ({ code }: { code: string }) =>
    confirm.mutate(
      { body: { code } },
      {
        onSuccess: (answer) => props.onConfirmed(answer.recovery_codes),
        onError: (error) => setProblem(showProblem(t, form, error, { totp_code_wrong: "code" })),
      },
    );
  return (
    <div className="totp-enrol">
      {/* Readers who cannot see it have the link beside it. */}
      <div aria-hidden>
        <QRCode type="svg" value={props.uri} size={176} bgColor="#ffffff" color="#000000" />
      </div>
      <div className="totp-steps">
        <p>{t("totp.scan")}</p>
        <a href={props.uri}>{t("totp.link")}</a>
        <div>
          {t("totp.secret")}
          <br />
          <Mono>{props.secret}</Mono> <CopyButton text={props.secret} what={t("totp.secret")} />
        </div>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
          {problem ? <Alert type="error" showIcon title={problem} className="sign-in-alert" /> : null}
          <Form.Item
            name="code"
            label={t("field.code")}
            rules={[{ required: true, pattern: /^\d{6}$/, message: t("rule.digits") }]}
          >
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={confirm.isPending}>
            {t("totp.confirm")}
          </Button>
        </Form>
      </div>
    </div>
  );
}

function RecoveryCodes({ codes, onClose }: { readonly codes: readonly string[]; readonly onClose: () => void }) {
  const { t } = useTranslation("access");
  return (
    <div className="stack">
      <p>{t("totp.codesAbout")}</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <Mono>{code}</Mono>
          </li>
        ))}
      </ul>
      <div>
        <CopyButton text={codes.join("\n")} what={t("totp.codes")} label={t("totp.codes")} />
      </div>
      <Button type="primary" onClick={onClose}>
        {t("totp.kept")}
      </Button>
    </div>
  );
}
