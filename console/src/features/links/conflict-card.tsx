import type { ResponseOf } from "@larkbridge/contract";
import { Link } from "@tanstack/react-router";
import { App, Button, Checkbox, Form, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ContractRoutes, problemText, routes, useCall } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { Card, StatusPill } from "../../design/index.ts";
import { LINK_REFRESHES } from "./refreshes.ts";

type Conflict = ResponseOf<ContractRoutes["listLinkConflicts"]>["items"][number];
type Account = Conflict["accounts"][number];

/** One address and everybody who claims it; an account without a link can be given to one of the people. */
export function ConflictCard({ conflict }: { readonly conflict: Conflict }) {
  const { t } = useTranslation("links");
  const { role } = useMe();
  const [chosen, setChosen] = useState<Account | null>(null);
  const mayLink = role === "owner" || role === "administrator";
  const people = conflict.people.filter(({ account }) => account !== null);
  return (
    <Card title={conflict.email} extra={<StatusPill tone="warning">{t(`conflicts.code.${conflict.code}`)}</StatusPill>}>
      <p>{t(conflict.accounts.length > 0 ? "conflicts.settle" : "conflicts.inFeishu")}</p>
      <ul className="links-sides">
        {conflict.people.map((person) => (
          <li key={person.union_id}>
            <StatusPill tone="info">{t("conflicts.person")}</StatusPill>
            <span>{person.name}</span>
            {person.account ? <AccountLink account={person.account} /> : <span>{t("conflicts.noAccount")}</span>}
          </li>
        ))}
        {conflict.accounts.map((account) => (
          <li key={account.id}>
            <StatusPill tone="neutral">{t("conflicts.account")}</StatusPill>
            <AccountLink account={account} />
            {mayLink && people.length > 0 ? (
              <Button size="small" onClick={() => setChosen(account)}>
                {t("conflicts.give")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {chosen ? <SettleDialog account={chosen} people={people} onClose={() => setChosen(null)} /> : null}
    </Card>
  );
}

function AccountLink({ account }: { readonly account: Account }) {
  return (
    <Link to="/users/$id" params={{ id: account.id } as never}>
      {account.name} ({account.username})
    </Link>
  );
}

/** Gives an account to a person; the account that held them is left without a link, or deleted with it. */
function SettleDialog(props: {
  readonly account: Account;
  readonly people: Conflict["people"];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("links");
  const { message } = App.useApp();
  const [form] = Form.useForm<{ person: string; remove: boolean }>();
  const link = useCall(routes.linkUser, { refreshes: LINK_REFRESHES });
  const remove = useCall(routes.deleteUser, { refreshes: LINK_REFRESHES });
  const tell = (error: unknown) => void message.error(problemText(t, error).title);
  const done = () => {
    void message.success(t("dialog.done"));
    props.onClose();
  };
  return (
    <Modal
      open
      title={t("settle.title", { name: props.account.username })}
      okText={t("dialog.link")}
      cancelText={t("design:cancel")}
      confirmLoading={link.isPending || remove.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ person: props.people[0]?.union_id, remove: true }}
        onFinish={(values) => {
          const left = props.people.find(({ union_id }) => union_id === values.person)?.account;
          link.mutate(
            { params: { id: props.account.id }, body: { person: values.person, take_over: true } },
            {
              onError: tell,
              onSuccess: () => {
                if (!values.remove || !left) return done();
                remove.mutate({ params: { id: left.id } }, { onSuccess: done, onError: tell });
              },
            },
          );
        }}
      >
        <Form.Item name="person" label={t("settle.person")} extra={t("settle.help")}>
          <Select
            options={props.people.map(({ union_id, name, account }) => ({
              value: union_id,
              label: `${name} (${account?.username ?? union_id})`,
            }))}
          />
        </Form.Item>
        <Form.Item name="remove" valuePropName="checked">
          <Checkbox>{t("settle.remove")}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}
