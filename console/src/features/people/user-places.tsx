import { Link } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { Card, ConfirmDialog, CopyButton, Facts, Mono, StatusPill, Time } from "../../design/index.ts";
import { LinkDialog } from "../links/index.ts";
import type { UserDetail } from "./types.ts";
import { useMayEdit } from "./use-may-edit.ts";

/** Where a person is in the organisation, and whom they are linked to in Feishu. */
export function UserPlaces({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation("people");
  const { message } = App.useApp();
  const me = useMe();
  const mayEdit = useMayEdit();
  const [linking, setLinking] = useState(false);
  const [unlinking, setUnlinking] = useState(false);
  const unlink = useCall(routes.unlinkUser, {
    refreshes: ["getUser", "listUsers", "listLinks", "listLinkConflicts", "listUserHistory"],
  });
  // Operators link themselves alone (product.md 5.1).
  const isOperator = user.role === "owner" || user.role === "administrator";
  const mayLink = mayEdit && !user.service_account && user.status !== "deleted" && (!isOperator || me.id === user.id);
  const ids = user.feishu
    ? ([
        ["open_id", user.feishu.open_id],
        ["union_id", user.feishu.union_id],
        ["user_id", user.feishu.user_id],
      ] as const)
    : [];
  return (
    <div className="person-stack">
      <Card title={t("field.departments")}>
        {user.placements.length === 0 ? (
          <p>{t("places.none")}</p>
        ) : (
          <ul className="person-list">
            {user.placements.map((place) => (
              <li key={place.department_id}>
                <Link to="/departments" search={{ d: place.number } as never}>
                  {place.path.join(" / ")}
                </Link>
                {place.primary ? <StatusPill tone="info">{t("places.primary")}</StatusPill> : null}
                <span className="person-source">{t(place.origin === "feishu" ? "source.feishu" : "source.local")}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card
        title={t("link.title")}
        extra={
          mayLink ? (
            user.feishu ? (
              <Button danger onClick={() => setUnlinking(true)}>
                {t("link.remove")}
              </Button>
            ) : (
              <Button onClick={() => setLinking(true)}>{t("link.add")}</Button>
            )
          ) : null
        }
      >
        {user.feishu ? (
          <Facts
            items={[
              ...ids
                .filter(([, value]) => value !== null)
                .map(([name, value]) => ({
                  name,
                  value: (
                    <>
                      <Mono>{value}</Mono> <CopyButton text={value ?? ""} what={name} />
                    </>
                  ),
                })),
              ...(user.linked_at ? [{ name: t("link.since"), value: <Time at={user.linked_at} /> }] : []),
            ]}
          />
        ) : (
          <p>{t("link.none")}</p>
        )}
      </Card>
      <LinkDialog open={linking} user={user} onClose={() => setLinking(false)} />
      <ConfirmDialog
        open={unlinking}
        danger
        title={t("link.removing", { name: user.name })}
        confirm={t("link.remove")}
        busy={unlink.isPending}
        onCancel={() => setUnlinking(false)}
        onConfirm={() =>
          unlink.mutate(
            { params: { id: user.id } },
            {
              onSettled: () => setUnlinking(false),
              onError: (error) => void message.error(problemText(t, error).title),
            },
          )
        }
      >
        <p>{t("link.removingAbout")}</p>
      </ConfirmDialog>
    </div>
  );
}
