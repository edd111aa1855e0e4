import { useQueryClient } from "@tanstack/react-query";
import { Alert, Checkbox, Form, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call, problemText, queryOf, routes } from "../../api/index.ts";
import { DepartmentPicker } from "../departments/index.ts";
import { UserPicker } from "../people/index.ts";

interface Values {
  readonly user?: string;
  readonly departments?: readonly number[];
  readonly subtree?: boolean;
}

/** Adds a user, or departments, to a group. */
export function MembersDialog(props: {
  readonly open: boolean;
  readonly groupId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("groups");
  const [form] = Form.useForm<Values>();
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const add = async ({ user, departments = [], subtree = false }: Values) => {
    setBusy(true);
    setProblem(null);
    try {
      // The tree speaks in numbers, writes in ids.
      const found = await Promise.all(
        departments.map((number) =>
          client.fetchQuery(queryOf(routes.getDepartment, { params: { id: String(number) } })),
        ),
      );
      const body = {
        add_users: user === undefined ? [] : [user],
        add_departments: found.map(({ id }) => ({ id, subtree })),
      };
      await call(routes.changeGroupMembers, { params: { id: props.groupId }, body });
      for (const id of ["listGroups", "getGroup", "listGroupMembers"])
        await client.invalidateQueries({ queryKey: [id] });
      props.onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const told = problem === null ? null : problemText(t, problem);
  return (
    <Modal
      open={props.open}
      title={t("add")}
      okText={t("add")}
      cancelText={t("design:cancel")}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={props.onClose}
      afterClose={() => setProblem(null)}
      destroyOnHidden
    >
      {told ? (
        <Alert type="error" showIcon title={told.title} description={told.cure} style={{ marginBottom: 16 }} />
      ) : null}
      <Form<Values> form={form} layout="vertical" preserve={false} onFinish={(values) => void add(values)}>
        <Form.Item name="user" label={t("kind.user")}>
          <UserPicker label={t("kind.user")} />
        </Form.Item>
        <Form.Item name="departments" label={t("kind.departments")}>
          <DepartmentPicker multiple label={t("kind.departments")} />
        </Form.Item>
        <Form.Item name="subtree" valuePropName="checked">
          <Checkbox>{t("subtree")}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}
