import type { ResponseOf } from "@larkbridge/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, InputNumber, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ContractRoutes, call, problemText, queryOf, routes } from "../../api/index.ts";
import { DepartmentPicker } from "./department-picker.tsx";
import { ancestorsOf } from "./tree.ts";

type Department = ResponseOf<ContractRoutes["getDepartment"]>;
interface Values {
  readonly name: string;
  readonly parent?: number | undefined;
  readonly order: number;
}

/** Creates a built-in department, or edits the one given. Above `above` where that is said. */
export function DepartmentForm(props: {
  readonly open: boolean;
  readonly department?: Department;
  readonly above?: number | undefined;
  readonly onClose: () => void;
  readonly onDone: (number: number) => void;
}) {
  const { t } = useTranslation("departments");
  const [form] = Form.useForm<Values>();
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { department } = props;
  const tree = useQuery(queryOf(routes.getDepartmentTree));
  const parent = department ? ancestorsOf(tree.data?.items ?? [], department.number).at(-1) : props.above;

  const save = async (values: Values) => {
    setBusy(true);
    setProblem(null);
    try {
      // The tree speaks in numbers, writes in ids.
      const parent =
        values.parent === undefined
          ? null
          : (await client.fetchQuery(queryOf(routes.getDepartment, { params: { id: String(values.parent) } }))).id;
      const body = { name: values.name, order: values.order, parent };
      const done = department
        ? await call(routes.updateDepartment, { params: { id: department.id }, body })
        : await call(routes.createDepartment, { body });
      await client.invalidateQueries({ queryKey: ["getDepartmentTree"] });
      await client.invalidateQueries({ queryKey: ["getDepartment"] });
      props.onClose();
      props.onDone(done.number);
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
      title={t(department ? "form.edit" : "form.create")}
      okText={t(department ? "form.save" : "create")}
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
      <Form<Values>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={department ? { name: department.name, order: department.order, parent } : { order: 0, parent }}
        onFinish={(values) => void save(values)}
      >
        <Form.Item
          name="name"
          label={t("form.name")}
          rules={[{ required: true, whitespace: true, message: t("form.nameMissing") }]}
        >
          <Input maxLength={255} autoComplete="off" />
        </Form.Item>
        <Form.Item name="parent" label={t("form.parent")} extra={t("form.parentHelp")}>
          <DepartmentPicker label={t("form.parent")} />
        </Form.Item>
        <Form.Item name="order" label={t("form.order")} extra={t("form.orderHelp")}>
          <InputNumber precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
