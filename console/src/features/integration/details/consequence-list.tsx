import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes } from "../../../api/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";

/** What switching sync off or removing the integration means, in the seed's words and with today's numbers (S15, S16). */
export function ConsequenceList({ act }: { readonly act: "disable" | "remove" }) {
  const { t } = useTranslation("integration");
  const { data, error } = useQuery({ ...queryOf(routes.getFeishuConsequences), staleTime: 0 });
  if (error) return <p className="setting-problem">{problemText(t, error).title}</p>;
  if (!data) return <Skeleton active paragraph={{ rows: 3 }} title={false} />;
  const number = (value: number) => formatNumber(value, currentLanguage());
  const users = { count: data.linked_users, shown: number(data.linked_users) };
  const departments = { count: data.linked_departments, shown: number(data.linked_departments) };
  const lines =
    act === "disable"
      ? [t("disable.linksStay", users), t("disable.syncStops")]
      : [
          t("remove.usersUnlinked", users),
          t("remove.departmentsUnlinked", departments),
          t("remove.recordsStay"),
          t("remove.passwordOnly", {
            count: data.linked_users_without_password,
            shown: number(data.linked_users_without_password),
          }),
          ...(data.waiting_runs > 0 ? [t("remove.waiting", { count: data.waiting_runs })] : []),
          t("remove.again"),
        ];
  return (
    <ul className="consequences">
      {data.running ? <li>{t("disable.running")}</li> : null}
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
