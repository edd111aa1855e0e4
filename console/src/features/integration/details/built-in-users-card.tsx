import { Switch } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { Card } from "../../../design/index.ts";

/** Whether operators may create people outside the sync range (S3). */
export function BuiltInUsersCard({
  supported,
  mayChange,
}: {
  readonly supported: boolean;
  readonly mayChange: boolean;
}) {
  const { t } = useTranslation("integration");
  const change = useCall(routes.changeFeishuIntegration, { refreshes: ["getFeishuIntegration"] });
  return (
    <Card title={t("app.builtIn")}>
      <div className="switch-line">
        <Switch
          aria-label={t("app.builtIn")}
          disabled={!mayChange}
          loading={change.isPending}
          checked={supported}
          onChange={(on) => change.mutate({ body: { support_built_in_users: on } })}
        />
        <span>{t("app.builtInHelp")}</span>
      </div>
      {change.error ? (
        <p className="setting-problem" role="alert">
          {problemText(t, change.error).title}
        </p>
      ) : null}
    </Card>
  );
}
