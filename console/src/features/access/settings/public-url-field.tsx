import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";

/** The address people reach the console under; says when the browser shows another one, and offers to take it. */
export function PublicUrlField({
  declared,
  disabled = false,
}: {
  readonly declared: boolean;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation("access");
  const form = Form.useFormInstance();
  const typed = (Form.useWatch("publicUrl", form) as string | undefined) ?? "";
  const differs = !declared && !disabled && typed.trim() !== location.origin;
  return (
    <Form.Item
      name="publicUrl"
      label={t("field.publicUrl")}
      extra={
        <>
          {declared ? t("setup.urlDeclared") : t("setup.urlAbout")}
          {differs ? (
            <>
              {" "}
              {t("setup.urlDiffers", { origin: location.origin })}
              <Button type="link" size="small" onClick={() => form.setFieldValue("publicUrl", location.origin)}>
                {t("setup.urlTake")}
              </Button>
            </>
          ) : null}
        </>
      }
      rules={[{ pattern: /^https?:\/\/[^\s/?#]+\/?$/, message: t("rule.url") }]}
    >
      <Input disabled={declared || disabled} inputMode="url" spellCheck={false} />
    </Form.Item>
  );
}
