import { PlusOutlined } from "@ant-design/icons";
import type { ResponseOf } from "@larkbridge/contract";
import { Link } from "@tanstack/react-router";
import { Button, Input, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { type ContractRoutes, routes } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { useSearchState } from "../../app/search.ts";
import { Card, Count, CursorTable, EmptyState, PageHeader, Time } from "../../design/index.ts";
import { GroupForm } from "./group-form.tsx";

type Group = ResponseOf<ContractRoutes["listGroups"]>["items"][number];
const filters = z.object({ search: z.catch(z.optional(z.string()), undefined) });

/** Groups made by hand. */
export function GroupsPage() {
  const { t } = useTranslation("groups");
  const [{ search }, change] = useSearchState(filters);
  const { role } = useMe();
  const [creating, setCreating] = useState(false);
  const create =
    role === "auditor" ? null : (
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
        {t("create")}
      </Button>
    );
  const columns: TableColumnsType<Group> = [
    {
      title: t("column.name"),
      key: "name",
      render: (_, group) => (
        <Link to="/groups/$id" params={{ id: group.id } as never}>
          {group.name}
        </Link>
      ),
    },
    { title: t("column.description"), key: "description", render: (_, group) => group.description || "—" },
    { title: t("column.users"), key: "users", align: "right", render: (_, group) => <Count value={group.users} /> },
    {
      title: t("column.departments"),
      key: "departments",
      align: "right",
      render: (_, group) => <Count value={group.departments} />,
    },
    { title: t("column.updated"), key: "updated", render: (_, group) => <Time at={group.updated_at} /> },
  ];
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} actions={create} />
      <Card flush>
        <CursorTable<Group, never>
          route={routes.listGroups as never}
          query={{ search }}
          label={t("title")}
          columns={columns}
          rowKey={(group) => group.id}
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
      <GroupForm open={creating} onClose={() => setCreating(false)} />
    </>
  );
}
