import type { AppPasswordView } from "@larkbridge/contract";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type DataColumn, DataTable, Mono, Time } from "../../design/index.ts";
import "./app-passwords.css";

/** App passwords, each with its last use; `onRevoke` where it may be revoked. */
export function PasswordTable(props: {
  readonly items: readonly AppPasswordView[];
  readonly onRevoke: ((password: AppPasswordView) => void) | null;
}) {
  const { onRevoke } = props;
  const { t } = useTranslation("app-passwords");
  const columns: readonly DataColumn<AppPasswordView>[] = [
    { title: t("name"), key: "name", render: (_, { name }) => <strong>{name}</strong> },
    { title: t("created"), key: "created", render: (_, { created_at: at }) => <Time at={at} /> },
    {
      title: t("used"),
      key: "used",
      render: (_, { last_used_at: at, last_used_address: address }) =>
        at === null ? (
          t("never")
        ) : (
          <>
            <Time at={at} />
            {address === null ? null : (
              <div className="app-passwords-address">
                <Mono>{address}</Mono>
              </div>
            )}
          </>
        ),
    },
    ...(onRevoke
      ? [
          {
            title: t("actions"),
            key: "actions",
            render: (_: unknown, password: AppPasswordView) => (
              <Button size="small" danger onClick={() => onRevoke(password)}>
                {t("revoke")}
                <span className="visually-hidden"> {password.name}</span>
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <section className="list-scroll" aria-label={t("title")}>
      <DataTable label={t("title")} columns={columns} rows={props.items} rowKey={({ id }) => id} />
    </section>
  );
}
