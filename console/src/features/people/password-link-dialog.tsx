import { Alert, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { CopyButton, Mono, Time } from "../../design/index.ts";
import type { UserDetail } from "./types.ts";

/**
 * Makes a one-time link with which a person chooses a password (product.md 5.11). Whoever makes one proves their own
 * password first, where that was long ago; the link is shown this once.
 */
export function PasswordLinkDialog(props: {
  readonly open: boolean;
  readonly user: UserDetail;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("people");
  const [proof, setProof] = useState({ password: "", code: "" });
  const make = useCall(routes.createPasswordLink, { refreshes: ["getUser", "listUserHistory"] });
  const prove = useCall(routes.proveSession);
  const request = { params: { id: props.user.id } };
  const needsCode = prove.error?.code === "second_factor_required" || prove.error?.code === "second_factor_refused";
  const needsProof = make.error?.code === "reauthentication_required";
  const failed = prove.error ?? make.error;
  const told = failed === null ? null : problemText(t, failed);
  const go = () => {
    if (!needsProof) return make.mutate(request);
    const body = { password: proof.password, ...(needsCode && proof.code ? { code: proof.code } : {}) };
    prove.mutate({ body } as never, { onSuccess: () => make.mutate(request) });
  };
  const close = () => {
    make.reset();
    prove.reset();
    setProof({ password: "", code: "" });
    props.onClose();
  };
  return (
    <Modal
      open={props.open}
      title={t("passwordLink.title", { name: props.user.name })}
      okText={t(make.data ? "passwordLink.done" : "passwordLink.make")}
      cancelText={t("design:cancel")}
      confirmLoading={make.isPending || prove.isPending}
      onOk={make.data ? close : go}
      onCancel={close}
      {...(make.data ? { cancelButtonProps: { hidden: true } } : {})}
      destroyOnHidden
    >
      {make.data ? (
        <div className="person-stack">
          <p>{t("passwordLink.once")}</p>
          <div>
            <Mono>{make.data.url}</Mono> <CopyButton text={make.data.url} what={t("act.passwordLink")} />
          </div>
          <p>
            {t("passwordLink.until")} <Time at={make.data.expires_at} />
          </p>
        </div>
      ) : (
        <div className="person-stack">
          <p>{t("passwordLink.about")}</p>
          {told ? (
            <Alert type={needsProof ? "info" : "error"} showIcon title={told.title} description={told.cure} />
          ) : null}
          {needsProof ? (
            <Form layout="vertical" component={false}>
              <Form.Item label={t("passwordLink.password")}>
                <Input.Password
                  autoComplete="current-password"
                  value={proof.password}
                  onChange={(event) => setProof({ ...proof, password: event.target.value })}
                />
              </Form.Item>
              {needsCode ? (
                <Form.Item label={t("passwordLink.code")}>
                  <Input
                    autoComplete="one-time-code"
                    inputMode="numeric"
                    value={proof.code}
                    onChange={(event) => setProof({ ...proof, code: event.target.value })}
                  />
                </Form.Item>
              ) : null}
            </Form>
          ) : null}
        </div>
      )}
    </Modal>
  );
}
