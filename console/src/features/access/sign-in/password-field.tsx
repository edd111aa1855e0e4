import { Form, Input } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

/** A password as it is typed, with a word when Caps Lock is on. */
export function PasswordField(props: {
  readonly name: string;
  readonly label: string;
  readonly autoComplete: "current-password" | "new-password";
  readonly autoFocus?: boolean;
  readonly size?: "large" | "middle";
}) {
  const { t } = useTranslation("access");
  const [capsLock, setCapsLock] = useState(false);
  const watch = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));
  const isNew = props.autoComplete === "new-password";
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      extra={capsLock ? <span role="status">{t("signIn.capsLock")}</span> : isNew ? t("rule.password") : undefined}
      rules={[
        { required: true, message: t("rule.required") },
        ...(isNew ? [{ min: 8, max: 256, message: t("rule.password") }] : []),
      ]}
    >
      <Input.Password
        size={props.size ?? "middle"}
        autoComplete={props.autoComplete}
        autoFocus={props.autoFocus ?? false}
        onKeyUp={watch}
        onKeyDown={watch}
      />
    </Form.Item>
  );
}

/** The new password once more, so that a slip of the finger locks nobody out. */
export function RepeatField({ of, size }: { readonly of: string; readonly size?: "large" | "middle" }) {
  const { t } = useTranslation("access");
  return (
    <Form.Item
      name="repeat"
      label={t("field.repeat")}
      dependencies={[of]}
      rules={[
        { required: true, message: t("rule.required") },
        ({ getFieldValue }) => ({
          validator: async (_, value) => {
            if (value && value !== getFieldValue(of)) throw new Error(t("rule.repeat"));
          },
        }),
      ]}
    >
      <Input.Password size={size ?? "middle"} autoComplete="new-password" />
    </Form.Item>
  );
}
