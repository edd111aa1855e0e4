import { PlusOutlined } from "@ant-design/icons";
import type { MessageTemplateView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import {
  Card,
  type DataColumn,
  DataTable,
  ErrorState,
  LinkButton,
  Mono,
  PageHeader,
  PageSkeleton,
  Time,
} from "../../../design/index.ts";
import { currentLanguage } from "../../../i18n/index.ts";
import { NotificationsNav } from "../notifications-nav.tsx";
import { useMaySend } from "../use-may-send.ts";
import { templateName } from "../what-it-tells.ts";
import { TemplateOrigin } from "./template-origin.tsx";

/** The texts that messages are made of. */
export function TemplatesPage() {
  const { t } = useTranslation("notifications");
  const mayChange = useMaySend();
  const found = useQuery(queryOf(routes.listMessageTemplates));
  const columns: readonly DataColumn<MessageTemplateView>[] = [
    {
      title: t("template.column.name"),
      key: "name",
      render: (_, { name, built_in: builtIn }) => (
        <>
          <Link to={"/notifications/templates/$name" as "/"} params={{ name } as never}>
            {templateName(t, name)}
          </Link>
          {builtIn ? (
            <div className="message-quiet">
              <Mono>{name}</Mono>
            </div>
          ) : null}
        </>
      ),
    },
    {
      title: t("template.column.text"),
      key: "text",
      render: (_, { texts }) => {
        const { title, body } = texts[currentLanguage()];
        return (
          <span className="message-clip" title={body}>
            {title === "" ? body : title}
          </span>
        );
      },
    },
    { title: t("template.column.format"), key: "format", render: (_, { format }) => t(`format.${format}`) },
    {
      title: t("template.column.origin"),
      key: "origin",
      render: (_, template) => <TemplateOrigin template={template} />,
    },
    {
      title: t("template.column.updated"),
      key: "updated",
      render: (_, { updated_at: at }) => (at === null ? "—" : <Time at={at} />),
    },
  ];
  return (
    <>
      <PageHeader
        title={t("nav.templates")}
        about={t("template.about")}
        actions={
          mayChange ? (
            <LinkButton type="primary" to="/notifications/new-template" icon={<PlusOutlined />}>
              {t("template.new")}
            </LinkButton>
          ) : null
        }
      />
      <NotificationsNav />
      <Card flush>
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
        {found.isPending ? (
          <div style={{ padding: 20 }}>
            <PageSkeleton rows={8} />
          </div>
        ) : null}
        {found.data ? (
          <section className="list-scroll" aria-label={t("nav.templates")}>
            <DataTable
              label={t("nav.templates")}
              columns={columns}
              rows={found.data.items}
              rowKey={({ name }) => name}
            />
          </section>
        ) : null}
      </Card>
    </>
  );
}
