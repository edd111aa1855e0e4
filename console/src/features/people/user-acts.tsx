import { EditOutlined, MoreOutlined, SyncOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Dropdown } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { ConfirmDialog } from "../../design/index.ts";
import { PasswordLinkDialog } from "./password-link-dialog.tsx";
import type { UserDetail } from "./types.ts";
import { useMayEdit } from "./use-may-edit.ts";
import { actsFor } from "./user-act-rules.ts";

/** Loaded when somebody edits: most visits only look. */
const UserForm = lazy(() => import("./user-form.tsx").then((part) => ({ default: part.UserForm })));

const REFRESHES = ["getUser", "listUsers", "listUserHistory", "getDepartmentTree", "listLinkConflicts"] as const;

/** What the reader may do with a person; what they may not is not offered. */
export function UserActs({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation("people");
  const { message } = App.useApp();
  const navigate = useNavigate();
  const me = useMe();
  const mayEdit = useMayEdit();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState<"disable" | "delete" | null>(null);
  const [password, setPassword] = useState(false);
  const disable = useCall(routes.disableUser, { refreshes: REFRESHES });
  const enable = useCall(routes.enableUser, { refreshes: REFRESHES });
  const restore = useCall(routes.restoreUser, { refreshes: REFRESHES });
  const remove = useCall(routes.deleteUser, { refreshes: REFRESHES });
  const sync = useCall(routes.syncUser, { refreshes: ["listSyncRuns", "getLatestSyncRun"] });
  if (!mayEdit) return null;

  const acts = actsFor(user, me);
  const request = { params: { id: user.id } };
  const told = {
    onError: (error: unknown) => void message.error(problemText(t, error).title),
    onSettled: () => setAsking(null),
  };
  const run = {
    disable: () => setAsking("disable"),
    delete: () => setAsking("delete"),
    enable: () => enable.mutate(request, told),
    restore: () => restore.mutate(request, told),
    passwordLink: () => setPassword(true),
  };
  const startSync = () =>
    sync.mutate(request, {
      ...told,
      onSuccess: (started) => void navigate({ to: "/sync-runs/$id", params: { id: started.id } } as never),
    });
  return (
    <>
      {user.feishu ? (
        <Button icon={<SyncOutlined />} loading={sync.isPending} onClick={startSync}>
          {t("act.sync")}
        </Button>
      ) : null}
      {acts.edit ? (
        <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
          {t("act.edit")}
        </Button>
      ) : null}
      {acts.menu.length > 0 ? (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: acts.menu.map((key) => ({
              key,
              label: t(`act.${key}`),
              danger: key === "disable" || key === "delete",
            })),
            onClick: ({ key }) => run[key as keyof typeof run](),
          }}
        >
          <Button icon={<MoreOutlined />}>{t("act.more")}</Button>
        </Dropdown>
      ) : null}
      <Suspense>{editing ? <UserForm open user={user} onClose={() => setEditing(false)} /> : null}</Suspense>
      <PasswordLinkDialog open={password} user={user} onClose={() => setPassword(false)} />
      <ConfirmDialog
        open={asking !== null}
        danger
        title={t(`asking.${asking ?? "disable"}`, { name: user.name })}
        confirm={t(`act.${asking ?? "disable"}`)}
        busy={disable.isPending || remove.isPending}
        onCancel={() => setAsking(null)}
        onConfirm={() => (asking === "delete" ? remove : disable).mutate(request, told)}
      >
        <p>{t(`asking.${asking ?? "disable"}About`)}</p>
      </ConfirmDialog>
    </>
  );
}
