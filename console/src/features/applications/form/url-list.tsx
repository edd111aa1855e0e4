import { PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { type ApplicationKind, redirectProblem } from "./redirect-url.ts";

const MOST = 50;

/** URLs, one a line, each judged beside its field. */
export function UrlList(props: {
  readonly name: "redirect_uris" | "post_logout_redirect_uris";
  readonly kind: ApplicationKind;
  readonly label: string;
  readonly help: string;
  readonly needed: boolean;
  readonly placeholder?: string;
}) {
  const { t } = useTranslation("applications");
  const id = useId();
  const judge = async (_: unknown, typed: string | undefined, at: number) => {
    const text = typed ?? "";
    if (text.trim() === "") {
      if (props.needed && at === 0) throw new Error(t("url.missing"));
      return;
    }
    const problem = redirectProblem(text, props.kind);
    if (problem !== null) throw new Error(t(`url.${problem}`));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the library draws every legend inside a form its own way.
    <div role="group" className="app-fieldset" aria-labelledby={id}>
      <span className="app-label" id={id}>
        {props.label}
      </span>
      <p className="app-help">{props.help}</p>
      <Form.List name={props.name}>
        {(fields, { add, remove }) => (
          <div className="url-list">
            {fields.map((field, at) => (
              <div key={field.key} className="url-line">
                <Form.Item
                  name={field.name}
                  validateTrigger="onBlur"
                  rules={[{ validator: (rule, typed) => judge(rule, typed, at) }]}
                >
                  <Input
                    aria-label={`${props.label} ${at + 1}`}
                    placeholder={props.placeholder}
                    maxLength={1000}
                    autoComplete="off"
                    spellCheck={false}
                    className="mono"
                  />
                </Form.Item>
                {fields.length > 1 || !props.needed ? (
                  <Button onClick={() => remove(field.name)}>
                    {t("url.remove")}
                    <span className="visually-hidden"> {at + 1}</span>
                  </Button>
                ) : null}
              </div>
            ))}
            <Button icon={<PlusOutlined />} disabled={fields.length >= MOST} onClick={() => add("")}>
              {t("url.add")}
              <span className="visually-hidden"> · {props.label}</span>
            </Button>
          </div>
        )}
      </Form.List>
    </div>
  );
}
