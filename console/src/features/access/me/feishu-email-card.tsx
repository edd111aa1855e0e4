import type { FeishuEmailView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes, useCall } from "../../../api/index.ts";
import { Card, ErrorState, PageSkeleton, StatusPill } from "../../../design/index.ts";
import { showProblem } from "../sign-in/form-problem.ts";

const REFRESHES = ["getFeishuEmail", "getMe"] as const;

/** Where messages go to somebody without a bound Feishu account (S13): an address, and the code that proves it. */
export function FeishuEmailCard() {
  const { t } = useTranslation(["access", "message-problems"]);
  const { message } = App.useApp();
  const state = useQuery(queryOf(routes.getFeishuEmail));
  const remove = useCall(routes.removeFeishuEmail, { refreshes: REFRESHES });
  const removed = {
    onSuccess: () => void message.success(t("me.saved")),
    onError: (error: Error) => void message.error(problemText(t, error).title),
  };
  const { data } = state;
  const isVerified = data?.verified_at != null;
  return (
    <Card
      title={t("feishuEmail.title")}
      extra={
        data?.email ? (
          <StatusPill tone={isVerified ? "success" : "warning"}>
            {t(isVerified ? "feishuEmail.verified" : "feishuEmail.unverified")}
          </StatusPill>
        ) : null
      }
    >
      {state.isError ? <ErrorState error={state.error} onRetry={() => void state.refetch()} /> : null}
      {state.isPending ? <PageSkeleton rows={2} /> : null}
      {data ? (
        <div className="stack">
          <AddressForm key={data.email} state={data} />
          {data.check ? <CodeForm triesLeft={data.check.tries_left} /> : null}
          {data.email ? (
            <div>
              <Button danger loading={remove.isPending} onClick={() => remove.mutate({}, removed)}>
                {t("feishuEmail.remove")}
              </Button>
            </div>
          ) : null}
        </div>
      ) : null}
    </Card>
  );
}

function AddressForm({ state }: { readonly state: FeishuEmailView }) {
  const { t } = useTranslation("access");
  const { message } = App.useApp();
  const [form] = Form.useForm<{ email: string }>();
  const save = useCall(routes.changeFeishuEmail, { refreshes: REFRESHES });
  const submit = ({ email }: { email: string }) =>
    save.mutate(
      { body: { email: email.trim() } },
      {
        onSuccess: () => void message.success(t("feishuEmail.sent")),
        onError: (error) => {
          const told = showProblem(t, form, error, { feishu_email_unreachable: "email" });
          if (told === null) return;
          const { title, cure } = problemText(t, error);
          void message.error(`${title}${t("outcome.stop")}${cure}`);
        },
      },
    );
  return (
    <Form
      form={form}
      layout="vertical"
      className="field-width"
      requiredMark={false}
      initialValues={{ email: state.email ?? "" }}
      onFinish={submit}
    >
      <Form.Item
        name="email"
        label={t("feishuEmail.title")}
        extra={t("feishuEmail.about")}
        rules={[
          { required: true, message: t("rule.email") },
          { type: "email", message: t("rule.email") },
        ]}
      >
        <Input type="email" autoComplete="email" />
      </Form.Item>
      <Button htmlType="submit" loading={save.isPending}>
        {t("feishuEmail.submit")}
      </Button>
    </Form>
  );
}

function CodeForm({ triesLeft }: { readonly triesLeft: number }) {
  const { t } = useTranslation("access");
  const { message } = App.useApp();
  const [form] = Form.useForm<{ code: string }>();
  const verify = useCall(routes.verifyFeishuEmail, { refreshes: REFRESHES });
  const submit = ({ code }: { code: string }) =>
    verify.mutate(
      { body: { code: code.trim() } },
      {
        onSuccess: () => void message.success(t("feishuEmail.done")),
        onError: (error) => {
          const places = { feishu_email_code_wrong: "code", feishu_email_code_over: "code" };
          const told = showProblem(t, form, error, places);
          if (told !== null) void message.error(told);
        },
      },
    );
  return (
    <Form form={form} layout="vertical" className="field-width" requiredMark={false} onFinish={submit}>
      <Form.Item
        name="code"
        label={t("feishuEmail.code")}
        extra={t("feishuEmail.codeAbout", { count: triesLeft })}
        rules={[{ pattern: /^\s*[0-9]{6}\s*$/, required: true, message: t("feishuEmail.codeRule") }]}
      >
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={verify.isPending}>
        {t("feishuEmail.verify")}
      </Button>
    </Form>
  );
}
