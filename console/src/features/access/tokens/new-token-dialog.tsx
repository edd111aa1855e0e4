import { Alert, Button, Checkbox, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import { CopyButton, Mono } from "../../../design/index.ts";
import { showProblem } from "../sign-in/form-problem.ts";
import { EXPIRIES, type Expiry, expiryOf, SCOPES } from "./token-state.ts";

interface Typed {
  readonly name: string;
  readonly scopes: (typeof SCOPES)[number][];
  readonly expiry: Expiry;
}

/** Makes a token and shows its secret, once. */
export function NewTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation("access");
  const me = useMe();
  const [form] = Form.useForm<Typed>();
  const [problem, setProblem] = useState<string | null>(null);
  const create = useCall(routes.createApiToken, { refreshes: ["listApiTokens"] });
  const submit = ({ name, scopes, expiry }: Typed) =>
    create.mutate(
      { body: { name, scopes, expires_at: expiryOf(expiry, new Date()) } },
      { onError: (error) => setProblem(showProblem(t, form, error, { token_above_own_rights: "scopes" })) },
    );
  const secret = create.data?.secret;
  if (secret !== undefined)
    return (
      <Modal
        open
        title={t("tokens.secretTitle")}
        closable={false}
        footer={
          <Button type="primary" onClick={onClose}>
            {t("tokens.close")}
          </Button>
        }
      >
        <div className="stack">
          <p>{t("tokens.secretAbout")}</p>
          <Mono>{secret}</Mono>
          <div>
            <CopyButton text={secret} what={t("tokens.secret")} label={t("tokens.secret")} />
          </div>
        </div>
      </Modal>
    );
  return (
    <Modal
      open
      title={t("tokens.createTitle")}
      okText={t("tokens.submit")}
      confirmLoading={create.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ expiry: "d90", scopes: [] }}
        onFinish={submit}
      >
        {problem ? <Alert type="error" showIcon title={problem} className="sign-in-alert" /> : null}
        <Form.Item
          name="name"
          label={t("tokens.name")}
          rules={[{ required: true, whitespace: true, max: 100, message: t("rule.required") }]}
        >
          <Input placeholder={t("tokens.nameHint")} autoComplete="off" autoFocus />
        </Form.Item>
        <Form.Item
          name="scopes"
          label={t("tokens.scopes")}
          // Not `required`: a group of boxes has no such attribute.
          rules={[
            {
              validator: async (_, scopes: readonly string[]) => {
                if (scopes.length === 0) throw new Error(t("tokens.scopesNeeded"));
              },
            },
          ]}
        >
          <Checkbox.Group className="scope-list">
            {SCOPES.filter((scope) => scope !== "admin" || me.role === "owner").map((scope) => (
              <Checkbox key={scope} value={scope}>
                <Mono>{scope}</Mono> · {t(`tokens.scope.${scope.replace(":", "_") as "admin"}`)}
              </Checkbox>
            ))}
          </Checkbox.Group>
        </Form.Item>
        <Form.Item name="expiry" label={t("tokens.expires")}>
          <Select options={EXPIRIES.map((value) => ({ value, label: t(`tokens.expiry.${value}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
