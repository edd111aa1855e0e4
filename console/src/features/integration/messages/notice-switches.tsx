import { useQuery } from "@tanstack/react-query";
import { Switch } from "antd";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../../api/index.ts";
import { ErrorState, PageSkeleton, ProblemLine } from "../../../design/index.ts";

/** What Larkbridge tells people by itself, each with its switch. */
export function NoticeSwitches(props: { readonly serviceOn: boolean; readonly mayChange: boolean }) {
  const { t } = useTranslation("integration");
  const { data, error, refetch } = useQuery(queryOf(routes.getNotices));
  const change = useCall(routes.changeNotices, { refreshes: ["getNotices"] });
  return (
    <section aria-label={t("notices.title")}>
      <h3>{t("notices.title")}</h3>
      {props.serviceOn ? null : <p className="setting-help">{t("notices.serviceOff")}</p>}
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <PageSkeleton rows={4} /> : null}
      <ul className="notices">
        {data?.items.map(({ notice, audience, enabled }) => {
          // What was pressed shows at once; a refusal takes it back.
          const pressed = change.isPending ? change.variables.body?.[notice] : undefined;
          return (
            <li key={notice}>
              <Switch
                size="small"
                aria-label={t(`notices.name.${notice}`)}
                checked={pressed ?? enabled}
                disabled={!props.mayChange}
                loading={pressed !== undefined}
                onChange={(on) => change.mutate({ body: { [notice]: on } })}
              />
              <span>
                {t(`notices.name.${notice}`)} <span className="setting-help">{t(`notices.audience.${audience}`)}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <ProblemLine error={change.error} />
    </section>
  );
}
