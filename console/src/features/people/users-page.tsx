import { PlusOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Input, Select, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { routes } from "../../api/index.ts";
import { useSearchState } from "../../app/search.ts";
import { Card, CursorTable, EmptyState, PageHeader } from "../../design/index.ts";
import { DepartmentPicker } from "../departments/index.ts";
import type { User } from "./types.ts";
import { useBuiltInAllowed } from "./use-built-in-rule.ts";
import { useMayEdit } from "./use-may-edit.ts";
import { isFiltered, toUserQuery, userFilters } from "./user-filters.ts";
import { UserForm } from "./user-form.tsx";
import { UserStatusPill } from "./user-status-pill.tsx";
import "./people.css";

const SORTS = ["name", "-name", "username", "-username", "-created_at", "created_at"] as const;
const CLEARED = {
  search: undefined,
  status: undefined,
  origin: undefined,
  linked: undefined,
  department: undefined,
  subtree: undefined,
};

/** Everybody, page by page; filters and order live in the address. */
export function UsersPage() {
  const { t } = useTranslation("people");
  const [filters, change] = useSearchState(userFilters);
  const mayEdit = useMayEdit();
  const allowed = useBuiltInAllowed();
  const [creating, setCreating] = useState(false);
  const create =
    mayEdit && allowed === true ? (
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
        {t("create")}
      </Button>
    ) : null;
  const columns: TableColumnsType<User> = [
    {
      title: t("column.name"),
      key: "name",
      render: (_, user) => (
        <div className="person-name">
          <Link to="/users/$id" params={{ id: user.id } as never} title={user.name}>
            {user.name}
          </Link>
          <span>{user.username}</span>
        </div>
      ),
    },
    { title: t("column.email"), key: "email", render: (_, user) => user.email ?? "—" },
    { title: t("column.mobile"), key: "mobile", render: (_, user) => user.mobile ?? "—" },
    { title: t("column.employeeNo"), key: "employee_no", render: (_, user) => user.employee_no ?? "—" },
    {
      title: t("column.departments"),
      key: "departments",
      render: (_, user) => (
        <span className="person-departments" title={user.departments.map(({ name }) => name).join(" · ")}>
          {user.departments.length === 0 ? "—" : user.departments.map(({ name }) => name).join(" · ")}
        </span>
      ),
    },
    { title: t("column.status"), key: "status", render: (_, user) => <UserStatusPill status={user.status} /> },
    {
      title: t("column.link"),
      key: "link",
      render: (_, user) => <span className="person-link">{t(user.feishu ? "linked.true" : "linked.false")}</span>,
    },
  ];
  const choice = (key: "status" | "origin" | "linked", values: readonly string[], width: number) => (
    <Select
      allowClear
      style={{ width }}
      aria-label={t(`filter.${key}`)}
      placeholder={t(`filter.${key}`)}
      value={filters[key]}
      options={values.map((value) => ({ value, label: t(`${key}.${value}`) }))}
      onChange={(value) => change({ [key]: value })}
    />
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        about={
          mayEdit && allowed === false ? (
            <>
              {t("aboutFed")} <Link to="/integrations/feishu/setup">{t("switchOn")}</Link>
            </>
          ) : (
            t("about")
          )
        }
        actions={create}
      />
      <Card flush>
        <CursorTable<User, never>
          route={routes.listUsers as never}
          query={toUserQuery(filters)}
          label={t("title")}
          columns={columns}
          rowKey={(user) => user.id}
          csv
          filters={
            <>
              <Input.Search
                key={filters.search ?? ""}
                allowClear
                style={{ width: 320 }}
                defaultValue={filters.search}
                aria-label={t("filter.search")}
                placeholder={t("filter.search")}
                onSearch={(text) => change({ search: text.trim() || undefined }, { replace: true })}
              />
              <DepartmentPicker
                width={200}
                label={t("filter.department")}
                value={filters.department}
                onChange={(department: number | undefined) =>
                  change({ department, subtree: department ? true : undefined })
                }
              />
              {choice("status", ["active", "disabled", "deleted"], 120)}
              {choice("origin", ["feishu", "built_in"], 130)}
              {choice("linked", ["true", "false"], 130)}
              <Select
                style={{ width: 180 }}
                aria-label={t("filter.sort")}
                value={filters.sort ?? "name"}
                options={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
                onChange={(sort) => change({ sort: sort === "name" ? undefined : sort })}
              />
            </>
          }
          empty={<EmptyState title={t("empty.title")} about={t("empty.about")} action={create} />}
          onClear={isFiltered(filters) ? () => change(CLEARED) : undefined}
        />
      </Card>
      <UserForm open={creating} onClose={() => setCreating(false)} />
    </>
  );
}
