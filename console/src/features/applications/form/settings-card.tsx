import type { ApplicationView } from "@larkbridge/contract";
import { Alert, App, Button, Checkbox, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { Card } from "../../../design/index.ts";
import { showRefusal } from "../server-refusal.ts";
import { ClaimsField } from "./claims-field.tsx";
import { type SettingsValues, toChanges, toSettingsValues } from "./form-values.ts";
import { AddressField, NamingFields } from "./naming-fields.tsx";
import { UrlList } from "./url-list.tsx";

/** The settings of an application; the kind is for good. */
export function SettingsCard(props: { readonly application: ApplicationView; readonly mayChange: boolean }) {
  const { application, mayChange } = props;
  const { t } = useTranslation("applications");
  const { message } = App.useApp();
  const [form] = Form.useForm<SettingsValues>();
  const [problem, setProblem] = useState<string | null>(null);
  const update = useCall(routes.updateApplication, {
    refreshes: ["getApplication", "listApplications", "listPortalApplications"],
  });
  const { id, kind } = application;
  const submit = (values: SettingsValues) => {
    setProblem(null);
    update.mutate(
      { params: { id }, body: toChanges(values, kind) },
      {
        onSuccess: () => void message.success(t("saved")),
        onError: (error) => setProblem(showRefusal(t, form, error)),
      },
    );
  };
  return (
    <Form
      form={form}
      layout="vertical"
      disabled={!mayChange}
      initialValues={toSettingsValues(application)}
      onFinish={submit}
    >
      <div className="app-stack">
        <Card title={t("settings.naming")}>
          <div className="app-form">
            <NamingFields kind={kind} />
            {kind === "device" ? null : (
              <>
                <UrlList
                  name="post_logout_redirect_uris"
                  kind={kind}
                  needed={false}
                  label={t("field.postLogout")}
                  help={t("field.postLogoutHelp")}
                />
                <AddressField
                  name="backchannel_logout_uri"
                  label={t("field.backchannel")}
                  help={t("field.backchannelHelp")}
                />
              </>
            )}
          </div>
        </Card>
        <Card title={t("settings.told")}>
          <Form.Item name="claims" noStyle>
            <ClaimsField disabled={!mayChange} />
          </Form.Item>
        </Card>
        <Card title={t("settings.safety")}>
          {kind === "web" ? (
            <Form.Item name="pkce_required" valuePropName="checked" extra={t("field.pkceHelp")}>
              <Checkbox>{t("field.pkce")}</Checkbox>
            </Form.Item>
          ) : null}
          <Form.Item
            name="refresh_tokens"
            valuePropName="checked"
            extra={t("field.refreshHelp")}
            style={{ marginBottom: 0 }}
          >
            <Checkbox>{t("field.refresh")}</Checkbox>
          </Form.Item>
        </Card>
        {problem ? <Alert type="error" showIcon title={problem} /> : null}
        {mayChange ? (
          <footer className="app-footer">
            <Button type="primary" htmlType="submit" loading={update.isPending}>
              {t("settings.save")}
            </Button>
          </footer>
        ) : null}
      </div>
    </Form>
  );
}
