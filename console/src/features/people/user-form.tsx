import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Alert, App, Button, Drawer, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem, call, fieldErrors, problemText, queryOf, routes } from "../../api/index.ts";
import { DepartmentPicker } from "../departments/index.ts";
import type { UserDetail, UserField } from "./types.ts";
import { bodyOf, type FormValues, valuesOf } from "./user-form-values.ts";
import { UserPicker } from "./user-picker.tsx";

/** Which field a refusal by code belongs to. */
const FIELD_OF: Readonly<Record<string, keyof FormValues>> = { username_taken: "username", email_in_use: "email" };
const REFRESHED = ["getUser", "listUsers", "listUserHistory", "getDepartmentTree", "listLinkConflicts"] as const;

/** Creates a built-in user, or edits the one given. What Feishu feeds is shown and cannot be edited. */
export function UserForm(props: { readonly open: boolean; readonly user?: UserDetail; readonly onClose: () => void }) {
  const { t } = useTranslation("people");
  const [form] = Form.useForm<FormValues>();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const user = props.user ?? null;
  const isFed = (field: UserField) => user?.fed_fields.includes(field) ?? false;

  const save = async (values: FormValues) => {
    setBusy(true);
    setProblem(null);
    try {
      const body = bodyOf(values, user, await departmentIds(values.departments ?? []));
      const saved = user
        ? await call(routes.updateUser, { params: { id: user.id }, body })
        : await call(routes.createUser, { body: body as never });
      await Promise.all(REFRESHED.map((id) => client.invalidateQueries({ queryKey: [id] })));
      void message.success(t(user ? "form.saved" : "form.created"));
      props.onClose();
      if (!user) void navigate({ to: "/users/$id", params: { id: saved.id } } as never);
    } catch (error) {
      tell(error);
    } finally {
      setBusy(false);
    }
  };
  /** The tree speaks in numbers, writes in ids. */
  const departmentIds = async (numbers: readonly number[]) => {
    const known = new Map(user?.placements.map(({ number, department_id }) => [number, department_id]));
    for (const number of numbers) {
      if (known.has(number)) continue;
      const found = await client.fetchQuery(queryOf(routes.getDepartment, { params: { id: String(number) } }));
      known.set(number, found.id);
    }
    return known;
  };
  const tell = (error: unknown) => {
    const field = error instanceof ApiProblem ? FIELD_OF[error.code] : undefined;
    if (field) form.setFields([{ name: field, errors: [problemText(t, error).title] }]);
    else if (error instanceof ApiProblem && error.errors.length > 0) form.setFields(fieldErrors(t, error) as never);
    else setProblem(error);
  };

  const told = problem === null ? null : problemText(t, problem);
  const text = (field: "nickname" | "employee_no" | "job_title" | "mobile" | "email", max = 255) => (
    <Form.Item
      name={field}
      label={t(`field.${field}`)}
      extra={isFed(field) ? t("form.fed") : undefined}
      rules={
        field === "email"
          ? [{ type: "email", message: t("form.emailWrong") }]
          : field === "mobile"
            ? [{ pattern: /^\+[1-9][0-9]{5,14}$/, message: t("form.mobileWrong") }]
            : []
      }
    >
      <Input maxLength={max} disabled={isFed(field)} autoComplete="off" />
    </Form.Item>
  );
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      size={480}
      title={t(user ? "form.edit" : "create")}
      destroyOnHidden
      afterOpenChange={(open) => {
        if (!open) setProblem(null);
      }}
      footer={
        <div className="person-field">
          <Button onClick={props.onClose}>{t("design:cancel")}</Button>
          <Button type="primary" loading={busy} onClick={() => form.submit()}>
            {t(user ? "form.save" : "create")}
          </Button>
        </div>
      }
    >
      {told ? (
        <Alert type="error" showIcon title={told.title} description={told.cure} style={{ marginBottom: 16 }} />
      ) : null}
      <Form<FormValues>
        form={form}
        layout="vertical"
        preserve={false}
        scrollToFirstError={{ focus: true }}
        initialValues={user ? valuesOf(user) : {}}
        onFinish={(values) => void save(values)}
      >
        <Form.Item
          name="name"
          label={t("field.name")}
          extra={isFed("name") ? t("form.fed") : undefined}
          rules={[{ required: true, whitespace: true, message: t("form.nameMissing") }]}
        >
          <Input maxLength={255} disabled={isFed("name")} autoComplete="off" />
        </Form.Item>
        {user ? null : (
          <Form.Item
            name="username"
            label={t("field.username")}
            extra={t("form.usernameHelp")}
            rules={[{ pattern: /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/, message: t("form.usernameWrong") }]}
          >
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
        )}
        {text("email", 320)}
        {text("mobile", 16)}
        {text("nickname")}
        {text("employee_no")}
        {text("job_title")}
        <Form.Item name="leader" label={t("field.leader")} extra={isFed("leader") ? t("form.fed") : undefined}>
          <UserPicker label={t("field.leader")} known={user?.leader_user ?? null} disabled={isFed("leader")} />
        </Form.Item>
        <Form.Item
          name="departments"
          label={t("field.departments")}
          extra={isFed("departments") ? t("form.fed") : t("form.departmentsHelp")}
        >
          <DepartmentPicker multiple label={t("field.departments")} disabled={isFed("departments")} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
