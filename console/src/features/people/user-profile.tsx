import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card, CopyButton, Facts, Mono, Time } from "../../design/index.ts";
import type { UserDetail, UserField } from "./types.ts";

const FIELDS = ["name", "nickname", "email", "mobile", "employee_no", "job_title"] as const;

/** When somebody joined, say. */
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** The fields of a person, each with who feeds it: Feishu, or people here. */
export function UserProfile({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation("people");
  const sourced = (field: UserField, value: ReactNode) => (
    <div className="person-field">
      <span>{value ?? "—"}</span>
      <span className="person-source">{t(user.fed_fields.includes(field) ? "source.feishu" : "source.local")}</span>
    </div>
  );
  const leader = user.leader_user ? (
    <Link to="/users/$id" params={{ id: user.leader_user.id } as never}>
      {user.leader_user.name}
    </Link>
  ) : null;
  const attributes = Object.entries(user.attributes).filter(([, value]) => value !== null && value !== "");
  return (
    <div className="person-stack">
      <Card title={t("profile.title")}>
        <Facts
          items={[
            ...FIELDS.map((field) => ({ name: t(`field.${field}`), value: sourced(field, user[field]) })),
            { name: t("field.leader"), value: sourced("leader", leader) },
          ]}
        />
      </Card>
      {attributes.length > 0 ? (
        <Card title={t("profile.attributes")}>
          <Facts
            items={attributes.map(([name, value]) => ({
              name: t(`attribute.${name}`, { defaultValue: name }),
              value:
                typeof value === "boolean" ? (
                  t(value ? "yes" : "no")
                ) : typeof value === "string" && MOMENT.test(value) ? (
                  <Time at={value} />
                ) : (
                  textOf(value)
                ),
            }))}
          />
        </Card>
      ) : null}
      <Card title={t("profile.account")}>
        <Facts
          items={[
            {
              name: t("field.id"),
              value: (
                <>
                  <Mono>{user.id}</Mono> <CopyButton text={user.id} what={t("field.id")} />
                </>
              ),
            },
            { name: t("field.username"), value: <Mono>{user.username}</Mono> },
            {
              name: t("profile.password"),
              value: t(user.has_password ? "profile.passwordSet" : "profile.passwordNone"),
            },
            { name: t("profile.origin"), value: t(`origin.${user.origin}`) },
            { name: t("profile.protected"), value: t(user.protected ? "profile.protectedYes" : "profile.protectedNo") },
            ...(user.disabled_by && user.status !== "active"
              ? [{ name: t("profile.takenBy"), value: t(`takenBy.${user.disabled_by}`) }]
              : []),
            ...(user.pinned ? [{ name: t("profile.pinned"), value: t("profile.pinnedAbout") }] : []),
            { name: t("profile.created"), value: <Time at={user.created_at} /> },
            { name: t("profile.updated"), value: <Time at={user.updated_at} /> },
          ]}
        />
      </Card>
    </div>
  );
}

/** What is inside objects, one line each. */
function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${typeof inner === "object" ? JSON.stringify(inner) : String(inner)}`)
    .join(" · ");
}
