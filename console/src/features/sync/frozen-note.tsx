import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { LinkButton, Time } from "../../design/index.ts";
import { useMayAct } from "./use-may-act.ts";

const REFRESH_MS = 10_000;

/** Says that nobody is removed for not being found, because the app's contact range changed; nothing while it has not. */
export function FrozenNote() {
  const { t } = useTranslation("sync");
  const mayAct = useMayAct();
  // Without an integration there is no such answer, and nothing to say.
  const { data } = useQuery({ ...queryOf(routes.getFeishuEvents), refetchInterval: REFRESH_MS, retry: false });
  const since = data?.live?.removals_frozen_since ?? null;
  if (since === null) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="page-note"
      title={
        <>
          {t("frozen.title")} <Time at={since} />
        </>
      }
      description={t("frozen.about")}
      action={
        mayAct ? (
          <LinkButton size="small" to="/sync-plans/new">
            {t("runs.start")}
          </LinkButton>
        ) : undefined
      }
    />
  );
}
