import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call, queryOf, routes } from "../../../api/index.ts";
import { ErrorState, PageSkeleton } from "../../../design/index.ts";
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from "../../../i18n/index.ts";
import { PublicUrlField } from "../settings/public-url-field.tsx";
import { BareFrame } from "./bare-frame.tsx";
import { useEnterConsole } from "./enter-console.ts";
import { showProblem } from "./form-problem.ts";
import { PasswordField, RepeatField } from "./password-field.tsx";
import { tokenOf } from "./return-path.ts";

interface Typed {
  readonly name: string;
  readonly username: string;
  readonly password: string;
  readonly publicUrl?: string;
  readonly language: Language;
}

const PLACES = { username_taken: "username", public_url_insecure: "publicUrl", setting_declared: "publicUrl" };

/** The first run: make the first owner with the link that the server printed. */
export function SetupPage() {
  const { t } = useTranslation("access");
  const state = useQuery(queryOf(routes.getSetup));
  const token = tokenOf(location.hash);
  const problem = state.data && !state.data.needed ? t("setup.done") : token === null ? t("setup.noToken") : null;
  return (
    <BareFrame title={t("setup.title")} about={t("setup.about")}>
      {state.isError ? <ErrorState error={state.error} onRetry={() => void state.refetch()} /> : null}
      {state.isPending ? <PageSkeleton rows={5} /> : null}
      {state.data && problem !== null ? (
        <Alert type="info" showIcon title={problem} action={<Link to="/login">{t("setup.toSignIn")}</Link>} />
      ) : null}
      {state.data && problem === null && token !== null ? (
        <SetupForm token={token} urlDeclared={state.data.public_url_declared} publicUrl={state.data.public_url} />
      ) : null}
    </BareFrame>
  );
}

function SetupForm(props: {
  readonly token: string;
  readonly urlDeclared: boolean;
  readonly publicUrl: string | null;
}) {
  const { t } = useTranslation("access");
  const [form] = Form.useForm<Typed>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const enter = useEnterConsole();
  const submit = async ({ name, username, password, publicUrl, language }: Typed) => {
    setBusy(true);
    setProblem(null);
    try {
      const url = props.urlDeclared ? null : (publicUrl ?? null);
      await call(routes.setUp, {
        body: { token: props.token, name, username, password, language, public_url: url || null },
      });
      await enter("/");
    } catch (error) {
      setProblem(showProblem(t, form, error, PLACES));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ publicUrl: props.publicUrl ?? location.origin, language: currentLanguage() }}
      onFinish={(typed) => void submit(typed)}
    >
      {problem ? <Alert type="error" showIcon title={problem} className="sign-in-alert" /> : null}
      <Form.Item
        name="name"
        label={t("field.name")}
        rules={[{ required: true, whitespace: true, max: 100, message: t("rule.required") }]}
      >
        <Input autoComplete="name" autoFocus />
      </Form.Item>
      <Form.Item
        name="username"
        label={t("field.account")}
        extra={t("setup.usernameAbout")}
        rules={[{ required: true, pattern: /^[a-z0-9]([a-z0-9._-]{0,58}[a-z0-9])?$/, message: t("rule.username") }]}
      >
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <PasswordField name="password" label={t("field.password")} autoComplete="new-password" />
      <RepeatField of="password" />
      <PublicUrlField declared={props.urlDeclared} />
      <Form.Item name="language" label={t("field.language")}>
        <Select options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))} />
      </Form.Item>
      <Button type="primary" size="large" block htmlType="submit" loading={busy}>
        {t("setup.submit")}
      </Button>
    </Form>
  );
}
