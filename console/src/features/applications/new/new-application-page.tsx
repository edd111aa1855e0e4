import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Form, Steps } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { useSearchState } from "../../../app/search.ts";
import { Card, PageHeader, PageSkeleton } from "../../../design/index.ts";
import "../applications.css";
import { ClaimsField } from "../form/claims-field.tsx";
import type { RegistrationValues } from "../form/form-values.ts";
import { NamingFields } from "../form/naming-fields.tsx";
import { showRefusal } from "../server-refusal.ts";
import { forgetRegistration, keepRegistration, readRegistration } from "./kept-registration.ts";
import { KindField } from "./kind-field.tsx";
import type { Registered } from "./registered.ts";
import { RegisteredScreen } from "./registered-screen.tsx";
import { useRegistration } from "./use-registration.ts";

/** Apart: its tree of departments is a third of the page. */
const AccessEditor = lazy(async () => ({ default: (await import("../access/access-editor.tsx")).AccessEditor }));

const STEPS = ["kind", "naming", "access", "claims"] as const;
const search = z.object({ step: z.catch(z.optional(z.enum(["1", "2", "3", "4"])), undefined) });

/** Registers an application, step by step; its secret is shown at the end, once. */
export function NewApplicationPage() {
  const { t } = useTranslation("applications");
  const navigate = useNavigate();
  const [form] = Form.useForm<RegistrationValues>();
  const [{ step = "1" }, setSearch] = useSearchState(search);
  const [initial] = useState(readRegistration);
  const [problem, setProblem] = useState<string | null>(null);
  const [registered, setRegistered] = useState<Registered | null>(null);
  const { register, busy, accessProblem } = useRegistration();
  const kind = Form.useWatch("kind", { form, preserve: true }) ?? initial.kind;
  const name = Form.useWatch("name", { form, preserve: true }) ?? initial.name;
  // Nobody comes past the second step without a name, by an address neither.
  const at = (name ?? "").trim() === "" ? Math.min(Number(step), 2) : Number(step);
  const values = () => ({ ...initial, ...(form.getFieldsValue(true) as Partial<RegistrationValues>) });
  const go = (next: number) => setSearch({ step: String(next) as "1" });

  const finish = async () => {
    setProblem(null);
    try {
      const done = await register(values());
      forgetRegistration();
      setRegistered(done);
    } catch (error) {
      // What belongs to a field of an earlier step is told here, with the way back.
      setProblem(showRefusal(t, form, error));
    }
  };
  const goOn = async () => {
    try {
      await form.validateFields();
    } catch {
      // The fields say what is wrong.
      return;
    }
    if (at < STEPS.length) go(at + 1);
    else await finish();
  };
  if (registered !== null)
    return (
      <>
        <PageHeader title={t("new.done", { name: registered.application.name })} />
        <RegisteredScreen registered={registered} accessProblem={accessProblem} />
      </>
    );
  return (
    <>
      <PageHeader
        title={t("new.title")}
        about={t("new.about")}
        actions={
          <Button
            onClick={() => {
              forgetRegistration();
              void navigate({ to: "/applications" as "/" });
            }}
          >
            {t("new.cancel")}
          </Button>
        }
      />
      <div className="app-stack">
        <Card>
          <Steps
            current={at - 1}
            responsive={false}
            className="app-steps"
            items={STEPS.map((title, index) => ({ title: t(`step.${title}`), disabled: index + 1 > at }))}
            onChange={(index) => go(index + 1)}
          />
        </Card>
        <Form
          form={form}
          layout="vertical"
          initialValues={initial}
          onValuesChange={() => keepRegistration(values())}
          onFinish={() => void goOn()}
        >
          <Card title={t(`step.${STEPS[at - 1] ?? "kind"}`)}>
            {at === 1 ? (
              <Form.Item name="kind" noStyle>
                <KindField />
              </Form.Item>
            ) : at === 2 ? (
              <NamingFields kind={kind} />
            ) : at === 3 ? (
              <Suspense fallback={<PageSkeleton rows={4} />}>
                <Form.Item name="access" noStyle>
                  <AccessEditor />
                </Form.Item>
              </Suspense>
            ) : (
              <Form.Item name="claims" noStyle>
                <ClaimsField />
              </Form.Item>
            )}
          </Card>
          {problem ? <Alert type="error" showIcon title={problem} className="app-alert" /> : null}
          <footer className="app-footer">
            {at > 1 ? <Button onClick={() => go(at - 1)}>{t("new.back")}</Button> : null}
            <Button type="primary" htmlType="submit" loading={busy}>
              {t(at === STEPS.length ? "register" : "new.next")}
            </Button>
          </footer>
        </Form>
      </div>
    </>
  );
}
