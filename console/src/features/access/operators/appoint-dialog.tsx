import type { OperatorView } from "@larkbridge/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Form, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import { showProblem } from "../sign-in/form-problem.ts";

const ROLES = ["administrator", "auditor", "owner"] as const;

interface Typed {
  readonly id: string;
  readonly role: (typeof ROLES)[number];
}

const PLACES = { user_not_found: "id", user_not_active: "id", owner_needed: "role", last_owner: "role" };

/** Gives somebody a role; with `operator`, that person another one. */
export function AppointDialog(props: { readonly operator: OperatorView | null; readonly onClose: () => void }) {
  const { t } = useTranslation("access");
  const me = useMe();
  const [form] = Form.useForm<Typed>();
  const [search, setSearch] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const people = useQuery({
    ...queryOf(routes.listUsers, {
      query: { status: "active", limit: 20, ...(search.trim() === "" ? {} : { search: search.trim() }) },
    }),
    enabled: props.operator === null,
    placeholderData: keepPreviousData,
  });
  const appoint = useCall(routes.appointOperator, { refreshes: ["listOperators", "getMe"] });
  const submit = ({ id, role }: Typed) =>
    appoint.mutate(
      { params: { id }, body: { role } },
      { onSuccess: props.onClose, onError: (error) => setProblem(showProblem(t, form, error, PLACES)) },
    );
  const roles = ROLES.filter((role) => role !== "owner" || me.role === "owner");
  const { operator } = props;
  const current = operator?.role;
  return (
    <Modal
      open
      title={t("operators.appointTitle")}
      okText={t("operators.save")}
      confirmLoading={appoint.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          ...(operator ? { id: operator.id } : {}),
          role: current === undefined || current === "member" ? "administrator" : current,
        }}
        onFinish={submit}
      >
        {problem ? <Alert type="error" showIcon title={problem} className="sign-in-alert" /> : null}
        <Form.Item name="id" label={t("operators.person")} rules={[{ required: true, message: t("rule.required") }]}>
          <Select
            disabled={operator !== null}
            showSearch={{ filterOption: false, onSearch: setSearch }}
            placeholder={t("operators.personHint")}
            loading={people.isFetching}
            options={
              operator
                ? [{ value: operator.id, label: operator.name }]
                : (people.data?.items ?? []).map((user) => ({
                    value: user.id,
                    label: `${user.name} · ${user.username}`,
                  }))
            }
          />
        </Form.Item>
        <Form.Item name="role" label={t("operators.role")}>
          <Radio.Group className="scope-list">
            {roles.map((role) => (
              <Radio key={role} value={role}>
                <strong>{t(`role.${role}`)}</strong> · {t(`roleAbout.${role}`)}
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
      </Form>
    </Modal>
  );
}
