import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";

/** The code of an authenticator, or a recovery code. */
export function CodeField({ size = "middle" }: { readonly size?: "large" | "middle" }) {
  const { t } = useTranslation("access");
  return (
    <Form.Item
      name="code"
      label={t("field.code")}
      extra={t("signIn.codeAbout")}
      rules={[{ required: true, min: 6, message: t("rule.code") }]}
    >
      <Input size={size} autoComplete="one-time-code" autoFocus maxLength={20} />
    </Form.Item>
  );
}
