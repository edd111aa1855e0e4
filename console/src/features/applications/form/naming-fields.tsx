import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { type ApplicationKind, addressProblem } from "./redirect-url.ts";
import { UrlList } from "./url-list.tsx";

/** Name, description, where the portal opens it, and where it wants people back. */
export function NamingFields({ kind }: { readonly kind: ApplicationKind }) {
  const { t } = useTranslation("applications");
  return (
    <>
      <Form.Item
        name="name"
        label={t("field.name")}
        rules={[{ required: true, whitespace: true, message: t("field.nameMissing") }]}
      >
        <Input maxLength={100} autoComplete="off" placeholder={t("field.nameHint")} />
      </Form.Item>
      <Form.Item name="description" label={t("field.description")} extra={t("field.descriptionHelp")}>
        <Input.TextArea maxLength={500} rows={2} />
      </Form.Item>
      <AddressField name="home_url" label={t("field.home")} help={t("field.homeHelp")} />
      {kind === "device" ? null : (
        <UrlList
          name="redirect_uris"
          kind={kind}
          needed
          label={t("field.redirect")}
          help={t(kind === "public" ? "field.redirectPublicHelp" : "field.redirectHelp")}
          placeholder="https://app.example.com/callback"
        />
      )}
    </>
  );
}

/** One web address that may be left out. */
export function AddressField(props: {
  readonly name: "home_url" | "backchannel_logout_uri";
  readonly label: string;
  readonly help: string;
}) {
  const { t } = useTranslation("applications");
  const judge = async (_: unknown, typed: string | undefined) => {
    if (typed === undefined || typed.trim() === "") return;
    const problem = addressProblem(typed);
    if (problem !== null) throw new Error(t(`url.${problem === "blank" ? "blank" : "address"}`));
  };
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      extra={props.help}
      validateTrigger="onBlur"
      rules={[{ validator: judge }]}
    >
      <Input maxLength={1000} autoComplete="off" spellCheck={false} className="mono" placeholder="https://" />
    </Form.Item>
  );
}
