import { EditOutlined, UserAddOutlined } from "@ant-design/icons";
import type { ResponseOf } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { App, Button, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ContractRoutes, problemText, queryOf, routes, useCall } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import {
  Card,
  ConfirmDialog,
  CursorTable,
  EmptyState,
  ErrorState,
  PageHeader,
  PageSkeleton,
} from "../../design/index.ts";
import { GroupForm } from "./group-form.tsx";
import { MembersDialog } from "./members-dialog.tsx";

type Member = ResponseOf<ContractRoutes["listGroupMembers"]>["items"][number];
const REFRESHES = ["listGroups", "getGroup", "listGroupMembers"] as const;

/** One group and its members: users one by one, and departments. */
export function GroupPage() {
  const { t } = useTranslation("groups");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const { role } = useMe();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [open, setOpen] = useState<"edit" | "add" | "delete" | null>(null);
  const found = useQuery(queryOf(routes.getGroup, { params: { id } }));
  const changeMembers = useCall(routes.changeGroupMembers, { refreshes: REFRESHES });
  const remove = useCall(routes.deleteGroup, { refreshes: ["listGroups"] });
  if (found.isPending || found.isError)
    return (
      <>
        <PageHeader title={t("group")} />
        {found.isPending ? <PageSkeleton /> : <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      </>
    );
  const group = found.data;
  const mayEdit = role !== "auditor";
  const tell = (error: unknown) => void message.error(problemText(t, error).title);
  const takeOut = (member: Member) =>
    changeMembers.mutate(
      {
        params: { id },
        body: member.kind === "user" ? { remove_users: [member.id] } : { remove_departments: [member.id] },
      },
      { onError: tell },
    );
  const columns: TableColumnsType<Member> = [
    {
      title: t("column.name"),
      key: "name",
      render: (_, member) =>
        member.kind === "user" ? (
          <Link to="/users/$id" params={{ id: member.id } as never}>
            {member.name} ({member.username})
          </Link>
        ) : (
          <Link to="/departments" search={{ d: member.number } as never}>
            {member.name}
          </Link>
        ),
    },
    {
      title: t("column.kind"),
      key: "kind",
      render: (_, member) => t(member.subtree ? "kind.subtree" : `kind.${member.kind}`),
    },
    ...(mayEdit
      ? [
          {
            title: <span className="visually-hidden">{t("column.act")}</span>,
            key: "act",
            align: "right" as const,
            render: (_: unknown, member: Member) => (
              <Button size="small" onClick={() => takeOut(member)}>
                {t("takeOut")}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader
        title={group.name}
        about={group.description}
        actions={
          mayEdit ? (
            <>
              <Button icon={<EditOutlined />} onClick={() => setOpen("edit")}>
                {t("form.edit")}
              </Button>
              <Button danger onClick={() => setOpen("delete")}>
                {t("delete")}
              </Button>
              <Button type="primary" icon={<UserAddOutlined />} onClick={() => setOpen("add")}>
                {t("add")}
              </Button>
            </>
          ) : null
        }
      />
      <Card flush>
        <CursorTable<Member, never>
          route={routes.listGroupMembers as never}
          params={{ id } as never}
          label={t("members")}
          columns={columns}
          rowKey={(member) => member.id}
          empty={<EmptyState title={t("noMembers.title")} about={t("noMembers.about")} />}
        />
      </Card>
      <GroupForm open={open === "edit"} group={group} onClose={() => setOpen(null)} />
      <MembersDialog open={open === "add"} groupId={id} onClose={() => setOpen(null)} />
      <ConfirmDialog
        open={open === "delete"}
        danger
        title={t("deleting.title", { name: group.name })}
        confirm={t("delete")}
        busy={remove.isPending}
        onCancel={() => setOpen(null)}
        onConfirm={() =>
          remove.mutate({ params: { id } }, { onSuccess: () => void navigate({ to: "/groups" }), onError: tell })
        }
      >
        <p>{t("deleting.about")}</p>
      </ConfirmDialog>
    </>
  );
}
