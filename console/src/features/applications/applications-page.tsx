import { PlusOutlined } from "@ant-design/icons";
import type { ApplicationView } from "@larkbridge/contract";
import { Link } from "@tanstack/react-router";
import { Input } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { routes } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { useSearchState } from "../../app/search.ts";
import {
  Card,
  CursorTable,
  type DataColumn,
  EmptyState,
  LinkButton,
  PageHeader,
  StatusPill,
  Time,
} from "../../design/index.ts";
import "./applications.css";

const filters = z.object({ search: z.catch(z.optional(z.string()), undefined) });

/** Applications that sign people in with Larkbridge. */
export function ApplicationsPage() {
  const { t } = useTranslation("applications");
  const [{ search }, change] = useSearchState(filters);
  const { role } = useMe();
  const mayChange = role !== "auditor";
  const register = mayChange ? (
    <LinkButton type="primary" to="/applications/new" icon={<PlusOutlined />}>
      {t("register")}
    </LinkButton>
  ) : null;
  const columns: readonly DataColumn<ApplicationView>[] = [
    {
      title: t("column.name"),
      key: "name",
      render: (_, { id, name, description }) => (
        <>
          <Link to={"/applications/$id" as "/"} params={{ id } as never}>
            {name}
          </Link>
          {description ? <div className="app-help app-clip">{description}</div> : null}
        </>
      ),
    },
    {
      title: t("column.kind"),
      key: "kind",
      render: (_, { kind }) => <span className="app-line">{t(`kind.${kind}.short`)}</span>,
    },
    {
      title: t("column.access"),
      key: "access",
      render: (_, { everyone }) => (
        <span className="app-line">{t(everyone ? "access.everyone" : "access.chosen")}</span>
      ),
    },
    {
      title: t("column.state"),
      key: "state",
      render: (_, { enabled }) =>
        enabled ? (
          <StatusPill tone="success">{t("state.on")}</StatusPill>
        ) : (
          <StatusPill tone="neutral">{t("state.off")}</StatusPill>
        ),
    },
    {
      title: t("column.used"),
      key: "used",
      render: (_, { last_used_at: at }) => (at === null ? t("never") : <Time at={at} />),
    },
  ];
  return (
    <>
      <PageHeader
        title={t("title")}
        about={t("about")}
        actions={
          <>
            <LinkButton to="/applications/sign-in-details">{t("provider.open")}</LinkButton>
            {register}
          </>
        }
      />
      <Card flush>
        <CursorTable
          route={routes.listApplications}
          query={{ search }}
          label={t("title")}
          columns={columns}
          rowKey={(application: ApplicationView) => application.id}
          filters={
            <Input.Search
              key={search ?? ""}
              allowClear
              style={{ width: 260 }}
              defaultValue={search}
              placeholder={t("search")}
              aria-label={t("search")}
              onSearch={(text) => change({ search: text.trim() || undefined }, { replace: true })}
            />
          }
          empty={<EmptyState title={t("empty.title")} about={t("empty.about")} />}
          onClear={search === undefined ? undefined : () => change({ search: undefined })}
        />
      </Card>
    </>
  );
}
