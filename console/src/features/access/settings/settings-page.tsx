import type { SettingsView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Form, InputNumber, Select, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import { Card, ErrorState, PageHeader, PageSkeleton } from "../../../design/index.ts";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "../../../i18n/index.ts";
import "../access.css";
import { showProblem } from "../sign-in/form-problem.ts";
import { PublicUrlField } from "./public-url-field.tsx";

/** Settings of the whole installation. */
export function SettingsPage() {
  const { t } = useTranslation("access");
  const settings = useQuery(queryOf(routes.getSettings));
  return (
    <>
      <PageHeader title={t("settings.title")} about={t("settings.about")} />
      {settings.isError ? <ErrorState error={settings.error} onRetry={() => void settings.refetch()} /> : null}
      {settings.isPending ? <PageSkeleton rows={5} /> : null}
      {settings.data ? <SettingsForm settings={settings.data} /> : null}
    </>
  );
}

interface Typed {
  readonly publicUrl?: string;
  readonly language: Language | "browser";
  readonly deleted_days: number;
  readonly ldap_app_passwords_only: boolean;
}

function SettingsForm({ settings }: { readonly settings: SettingsView }) {
  const { t } = useTranslation("access");
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<Typed>();
  const [problem, setProblem] = useState<string | null>(null);
  const save = useCall(routes.changeSettings, {
    refreshes: ["getSettings", "getSetup", "getLdap", "listAppPasswords"],
  });
  const readOnly = me.role !== "owner" && me.role !== "administrator";
  const declared = (name: SettingsView["declared"][number]) => settings.declared.includes(name);
  const submit = ({ publicUrl, language, deleted_days, ldap_app_passwords_only }: Typed) => {
    setProblem(null);
    save.mutate(
      {
        body: {
          language: language === "browser" ? null : language,
          ...(declared("public_url") ? {} : { public_url: publicUrl?.trim() || null }),
          ...(declared("deleted_days") ? {} : { deleted_days }),
          ...(declared("ldap_app_passwords_only") ? {} : { ldap_app_passwords_only }),
        },
      },
      {
        onSuccess: () => void message.success(t("settings.saved")),
        onError: (error) =>
          setProblem(showProblem(t, form, error, { public_url_insecure: "publicUrl", setting_declared: "publicUrl" })),
      },
    );
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={readOnly}
      initialValues={{
        publicUrl: settings.public_url ?? "",
        language: settings.language ?? "browser",
        deleted_days: settings.deleted_days,
        ldap_app_passwords_only: settings.ldap_app_passwords_only,
      }}
      onFinish={submit}
    >
      <div className="stack">
        {problem ? <Alert type="error" showIcon title={problem} /> : null}
        <Card title={t("settings.general")}>
          <div className="field-width">
            <PublicUrlField declared={declared("public_url")} disabled={readOnly} />
            <Form.Item name="language" label={t("field.language")}>
              <Select
                options={[
                  { value: "browser", label: t("settings.browserLanguage") },
                  ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
                ]}
              />
            </Form.Item>
          </div>
        </Card>
        <Card title={t("settings.retention")}>
          <Form.Item
            name="deleted_days"
            label={t("settings.deletedDays")}
            extra={declared("deleted_days") ? t("settings.byFile") : null}
            rules={[{ required: true, message: t("rule.required") }]}
          >
            <InputNumber min={1} max={3650} precision={0} disabled={readOnly || declared("deleted_days")} />
          </Form.Item>
        </Card>
        <Card title="LDAP">
          <Form.Item
            name="ldap_app_passwords_only"
            valuePropName="checked"
            label={t("settings.appPasswordsOnly")}
            extra={declared("ldap_app_passwords_only") ? t("settings.byFile") : t("settings.appPasswordsOnlyAbout")}
          >
            <Switch disabled={readOnly || declared("ldap_app_passwords_only")} />
          </Form.Item>
        </Card>
        {readOnly ? (
          <p>{t("settings.readOnly")}</p>
        ) : (
          <div>
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t("settings.save")}
            </Button>
          </div>
        )}
      </div>
    </Form>
  );
}
