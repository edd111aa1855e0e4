import { Form, Input, Modal } from "antd";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

/**
 * Asks before something that cannot simply be undone. `typed` is a text to be typed first (a name, a count).
 * The way out has the focus; the act is named by `confirm`.
 */
export function ConfirmDialog(props: {
  readonly open: boolean;
  readonly title: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly typed?: { readonly text: string; readonly label: string };
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation("design");
  const [text, setText] = useState("");
  const id = useId();
  const allowed = props.typed === undefined || text.trim() === props.typed.text;
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.confirm}
      cancelText={t("cancel")}
      okButtonProps={{ danger: props.danger ?? false, disabled: !allowed, loading: props.busy ?? false }}
      cancelButtonProps={{ autoFocus: true }}
      onOk={props.onConfirm}
      onCancel={props.onCancel}
      afterClose={() => setText("")}
      destroyOnHidden
    >
      {props.children}
      {props.typed ? (
        <Form layout="vertical" component={false}>
          <Form.Item required label={props.typed.label} htmlFor={id} style={{ marginTop: 16, marginBottom: 0 }}>
            <Input id={id} value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
          </Form.Item>
        </Form>
      ) : null}
    </Modal>
  );
}
