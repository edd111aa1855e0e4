import { EditOutlined, SyncOutlined } from "@ant-design/icons";
import type { ResponseOf } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { App, Button, Switch, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ContractRoutes, problemText, queryOf, routes, useCall } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import {
  Card,
  ConfirmDialog,
  Count,
  CursorTable,
  EmptyState,
  ErrorState,
  Facts,
  PageSkeleton,
} from "../../design/index.ts";
import { UserStatusPill } from "../people/index.ts";
import { DepartmentForm } from "./department-form.tsx";

type User = ResponseOf<ContractRoutes["listUsers"]>["items"][number];

/** One department: where it is, what may be done with it, and who is in it. */
export function DepartmentPanel(props: {
  readonly number: number;
  readonly subtree: boolean;
  readonly onSubtree: (on: boolean) => void;
  readonly onGone: () => void;
}) {
  const { t } = useTranslation("departments");
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { role } = useMe();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const found = useQuery(queryOf(routes.getDepartment, { params: { id: String(props.number) } }));
  const remove = useCall(routes.deleteDepartment, { refreshes: ["getDepartmentTree"] });
  const sync = useCall(routes.syncDepartment, { refreshes: ["listSyncRuns", "getLatestSyncRun"] });
  if (found.isPending) return <PageSkeleton rows={6} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const department = found.data;
  const fed = department.open_department_id !== null;
  const mayEdit = role === "owner" || role === "administrator";
  const refused = (error: unknown) => void message.error(problemText(t, error).title);
  const columns: TableColumnsType<User> = [
    {
      title: t("members.name"),
      key: "name",
      render: (_, user) => (
        <Link to="/users/$id" params={{ id: user.id } as never}>
          {user.name}
        </Link>
      ),
    },
    { title: t("members.username"), dataIndex: "username", key: "username" },
    { title: t("members.email"), key: "email", render: (_, user) => user.email ?? "—" },
    { title: t("members.status"), key: "status", render: (_, user) => <UserStatusPill status={user.status} /> },
  ];
  return (
    <div className="department-stack">
      <Card
        title={department.name}
        extra={
          mayEdit ? (
            <div className="department-acts">
              {fed ? (
                <Button
                  icon={<SyncOutlined />}
                  loading={sync.isPending}
                  onClick={() =>
                    sync.mutate(
                      { params: { id: department.id } },
                      {
                        onSuccess: (run) => void navigate({ to: "/sync-runs/$id", params: { id: run.id } } as never),
                        onError: refused,
                      },
                    )
                  }
                >
                  {t("sync")}
                </Button>
              ) : (
                <>
                  <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
                    {t("edit")}
                  </Button>
                  <Button danger onClick={() => setDeleting(true)}>
                    {t("delete")}
                  </Button>
                </>
              )}
            </div>
          ) : null
        }
      >
        <Facts
          items={[
            { name: t("fact.path"), value: department.path.join(" / ") },
            { name: t("fact.origin"), value: t(fed ? "origin.feishu" : "origin.local") },
            { name: t("fact.members"), value: <Count value={department.member_count} /> },
          ]}
        />
      </Card>
      <Card flush>
        <CursorTable<User, never>
          route={routes.listUsers as never}
          query={{ department: String(props.number), subtree: props.subtree || undefined }}
          label={t("members.title")}
          columns={columns}
          rowKey={(user) => user.id}
          csv
          filters={
            <label htmlFor="subtree" className="department-acts">
              <Switch id="subtree" size="small" checked={props.subtree} onChange={props.onSubtree} />
              {t("members.subtree")}
            </label>
          }
          empty={<EmptyState title={t("members.empty")} about={t("members.emptyAbout")} />}
        />
      </Card>
      <DepartmentForm
        open={editing}
        department={department}
        onClose={() => setEditing(false)}
        onDone={() => setEditing(false)}
      />
      <ConfirmDialog
        open={deleting}
        danger
        title={t("deleting.title", { name: department.name })}
        confirm={t("delete")}
        busy={remove.isPending}
        onCancel={() => setDeleting(false)}
        onConfirm={() =>
          remove.mutate(
            { params: { id: department.id } },
            {
              onSuccess: props.onGone,
              onError: (error) => {
                setDeleting(false);
                refused(error);
              },
            },
          )
        }
      >
        <p>{t("deleting.about")}</p>
      </ConfirmDialog>
    </div>
  );
}
