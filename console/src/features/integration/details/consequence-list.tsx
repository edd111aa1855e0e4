import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes } from "../../../api/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";
import { consequencesOf, type Ending, leavesNobody } from "./consequences.ts";

/** What switching a service off or removing the integration means, with today's numbers; and what stands against it. */
export function ConsequenceList({ ending, isSignInOn }: { readonly ending: Ending; readonly isSignInOn: boolean }) {
  const { t } = useTranslation("integration");
  const { data, error } = useQuery({ ...queryOf(routes.getFeishuConsequences), staleTime: 0 });
  if (error) return <p className="setting-problem">{problemText(t, error).title}</p>;
  if (!data) return <Skeleton active paragraph={{ rows: 3 }} title={false} />;
  const shown = (value: number | undefined) => formatNumber(value ?? 0, currentLanguage());
  return (
    <>
      <ul className="consequences">
        {consequencesOf(ending, data).map(({ key, numbers: { count, of } }) => (
          <li key={key}>{t(key as "disable.syncStops", { count: count ?? 0, shown: shown(count), of: shown(of) })}</li>
        ))}
      </ul>
      {leavesNobody(ending, data, isSignInOn) ? (
        <Alert
          type="error"
          showIcon
          title={t("ending.nobody")}
          description={
            <>
              {t("ending.nobodyAbout")} <Link to="/operators">{t("ending.operators")}</Link>
            </>
          }
        />
      ) : ending === "singleSignOn" && data.linked_users_without_password > 0 ? (
        <p className="setting-help">
          {t("ending.passwordRoute")} <Link to="/users">{t("ending.people")}</Link>
        </p>
      ) : null}
    </>
  );
}
