import { App } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../app/me.ts";
import { Card, LinkButton, PageHeader, PageSkeleton } from "../../../design/index.ts";
import "../access.css";
import { ChangePasswordForm } from "./change-password-form.tsx";
import { FeishuLinkCard } from "./feishu-link-card.tsx";
import { PreferencesCard } from "./preferences-card.tsx";
import { SecondFactorCard } from "./second-factor-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";

/** Apart, with its words: one part of several. */
const FeishuEmailCard = lazy(async () => ({ default: (await import("./feishu-email-card.tsx")).FeishuEmailCard }));

/** One's own account. */
export function MePage() {
  const { t } = useTranslation("access");
  const me = useMe();
  const { message } = App.useApp();
  return (
    <>
      <PageHeader title={t("me.title")} about={`${me.name} · ${me.username} · ${t(`role.${me.role}`)}`} />
      <div className="stack">
        <PreferencesCard />
        <FeishuLinkCard />
        <Suspense fallback={<PageSkeleton rows={2} />}>
          <FeishuEmailCard />
        </Suspense>
        <Card title={t("password.title")} extra={<LinkButton to="/app-passwords">{t("password.forApps")}</LinkButton>}>
          {me.has_password ? (
            <div className="stack">
              <p>{t("password.about")}</p>
              <ChangePasswordForm
                submit={t("password.submit")}
                onChanged={() => void message.success(t("password.done"))}
              />
            </div>
          ) : (
            <p>{t("password.none")}</p>
          )}
        </Card>
        {me.role === "member" ? null : <SecondFactorCard />}
        <SessionsCard />
      </div>
    </>
  );
}
