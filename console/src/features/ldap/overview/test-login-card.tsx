import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes, useCall } from "../../../api/index.ts";
import { Card } from "../../../design/index.ts";
import { LoginTrace } from "./login-trace.tsx";

interface Typed {
  readonly login: string;
  readonly password: string;
  readonly service_account?: string | undefined;
  readonly user_filter?: string | undefined;
}

/** Tries a sign-in as an application would, and says at which step it fails and what to do. */
export function TestLoginCard({ enabled }: { readonly enabled: boolean }) {
  const { t } = useTranslation("ldap");
  const [form] = Form.useForm<Typed>();
  const account = Form.useWatch("service_account", form);
  const accounts = useQuery(queryOf(routes.listLdapServiceAccounts));
  const login = useCall(routes.testLdapLogin, { refreshes: ["getLdap"] });
  const problem = login.error ? problemText(t, login.error) : null;
  const submit = ({ login: name, password, service_account: id, user_filter: filter }: Typed) =>
    login.mutate({
      body: {
        login: name,
        password,
        service_account: id ?? null,
        user_filter: filter?.trim() ? filter : null,
      },
    });
  return (
    <Card title={t("login.title")}>
      <div className="ldap-stack">
        <p className="ldap-help">{t("login.about")}</p>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} disabled={!enabled}>
          <div className="ldap-login-fields">
            <Form.Item
              name="login"
              label={t("login.login")}
              rules={[{ required: true, whitespace: true, message: t("login.needed") }]}
            >
              <Input autoComplete="off" />
            </Form.Item>
            <Form.Item
              name="password"
              label={t("login.password")}
              rules={[{ required: true, message: t("login.needed") }]}
            >
              <Input.Password autoComplete="new-password" />
            </Form.Item>
            <Form.Item name="service_account" label={t("login.account")}>
              <Select
                allowClear
                placeholder={t("login.direct")}
                options={(accounts.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              />
            </Form.Item>
            <Form.Item name="user_filter" label={t("login.filter")}>
              <Input
                className="mono"
                disabled={!enabled || account === undefined}
                placeholder="(uid=%s)"
                autoComplete="off"
              />
            </Form.Item>
          </div>
          <Button htmlType="submit" loading={login.isPending}>
            {t("login.submit")}
          </Button>
        </Form>
        {problem ? <Alert type="error" showIcon title={problem.title} description={problem.cure} /> : null}
        <div aria-live="polite">{login.data ? <LoginTrace trace={login.data} /> : null}</div>
      </div>
    </Card>
  );
}
