import { CheckCircleFilled, ExclamationCircleFilled, QuestionCircleFilled, WarningFilled } from "@ant-design/icons";
import type { DiagnosisView } from "@larkbridge/contract";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { codeText, problemText, routes, useCall } from "../../../api/index.ts";
import { Card, Time } from "../../../design/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";

type Check = DiagnosisView["checks"][number];

/** A finding older than this is asked for anew when the page is opened. */
const STALE_MS = 10 * 60_000;

/** What the last check found, line by line, each trouble with what to do about it. */
export function HealthCard({ health }: { readonly health: DiagnosisView | null }) {
  const { t } = useTranslation("integration");
  const check = useCall(routes.checkFeishuIntegration, { refreshes: ["getFeishuIntegration"] });
  const asked = useRef(false);
  const { mutate } = check;
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    if (health === null || Date.now() - Date.parse(health.checked_at) > STALE_MS) mutate({});
  }, [health, mutate]);
  return (
    <Card
      title={t("health.title")}
      extra={
        <>
          {health ? (
            <span className="setting-help">
              <Time at={health.checked_at} />
            </span>
          ) : null}
          <Button size="small" loading={check.isPending} onClick={() => mutate({})}>
            {t("health.again")}
          </Button>
        </>
      }
    >
      {check.error ? <p className="setting-problem">{problemText(t, check.error).title}</p> : null}
      {health === null ? <p className="setting-help">{t("health.none")}</p> : null}
      <ul className="health" aria-live="polite">
        {health?.checks.map((one) => (
          <li key={one.check}>
            <Mark state={one.state} />
            <div>
              <div>
                {t(`health.${one.check}`)}
                <span className="visually-hidden"> {t(`healthState.${one.state}`)}</span>
              </div>
              <HealthFix check={one} health={health} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function HealthFix({ check, health }: { readonly check: Check; readonly health: DiagnosisView }) {
  const { t } = useTranslation("integration");
  if (check.state === "ok" || check.state === "unknown") {
    const told = factOf(check.check, health);
    return told ? <div className="health-fix">{told}</div> : null;
  }
  if (check.code === null) return <div className="health-fix">{t(`healthFix.${check.check}`)}</div>;
  const { title, cure } = codeText(t, check.code);
  return (
    <div className="health-fix">
      {title}
      {t("health.stop")}
      {cure}
      {check.check === "permissions" && health.permissions.grant_url ? (
        <>
          {" "}
          <a href={health.permissions.grant_url} target="_blank" rel="noreferrer">
            {t("permissions.grantAll")}
          </a>
        </>
      ) : null}
    </div>
  );

  function factOf(name: Check["check"], { tenant, contact_range: range }: DiagnosisView): string | null {
    if (name === "tenant") return tenant.name;
    if (name !== "contact_range" || range.mode === "unknown") return null;
    const mode = t(`range.mode.${range.mode}`);
    if (range.people_hint === null) return mode;
    const shown = formatNumber(range.people_hint, currentLanguage());
    return `${mode} · ${t("range.people", { count: range.people_hint, shown })}`;
  }
}

function Mark({ state }: { readonly state: Check["state"] }) {
  switch (state) {
    case "ok":
      return <CheckCircleFilled className="mark-success" aria-hidden />;
    case "warning":
      return <WarningFilled className="mark-warning" aria-hidden />;
    case "failed":
      return <ExclamationCircleFilled className="mark-danger" aria-hidden />;
    case "unknown":
      return <QuestionCircleFilled className="mark-neutral" aria-hidden />;
  }
}
