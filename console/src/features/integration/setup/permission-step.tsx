import type { IntegrationDraftView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { Card, CopyButton, ErrorState, PageSkeleton } from "../../../design/index.ts";
import { isHeld, readiness } from "./access.ts";
import { ContactRangeCard } from "./contact-range-card.tsx";
import { PermissionTable } from "./permission-table.tsx";
import { StepFooter } from "./step-footer.tsx";

/** After somebody went to Feishu to grant: asked this often, for so long (ux.md section 5). */
const ASK_EVERY_MS = 5_000;
const ASK_FOR_MS = 5 * 60_000;

/** Step 2: which permissions are granted, how to grant the missing ones, and whom the app may see (S4). */
export function PermissionStep(props: {
  readonly draft: IntegrationDraftView;
  readonly onBack: () => void;
  readonly onNext: () => void;
}) {
  const { t } = useTranslation("integration");
  const [asksUntil, setAsksUntil] = useState(0);
  const { data, error, isFetching, refetch } = useQuery({
    ...queryOf(routes.getFeishuPermissions, { query: { of: "draft" } }),
    refetchInterval: () => (Date.now() < asksUntil ? ASK_EVERY_MS : false),
  });
  useEffect(() => {
    if (data?.grant_url === null) setAsksUntil(0);
  }, [data]);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton rows={10} />;

  const { missing, ready } = readiness(data);
  const main = data.permissions.filter(({ need }) => need !== "optional");
  const held = main.filter(isHeld).length;
  const lacking = main.filter((permission) => permission.granted === false && !isHeld(permission)).length;
  const waitForGrant = () => setAsksUntil(Date.now() + ASK_FOR_MS);
  return (
    <>
      {data.grant_url ? (
        <Alert
          type="warning"
          showIcon
          title={t("permissions.missing", { count: lacking })}
          description={t("permissions.missingHelp")}
          action={
            <Button href={data.grant_url} target="_blank" rel="noreferrer" onClick={waitForGrant}>
              {t("permissions.grantAll")}
            </Button>
          }
        />
      ) : (
        <Alert type="success" showIcon title={t("permissions.complete")} />
      )}
      <p role="status" className="visually-hidden">
        {t("permissions.count", { held, all: main.length })}
      </p>
      <Card
        flush
        title={`${t("permissions.title")} ${held} / ${main.length}`}
        extra={
          <>
            {data.import_json ? (
              <CopyButton text={data.import_json} what={t("permissions.json")} label={t("permissions.copyJson")} />
            ) : null}
            <Button size="small" loading={isFetching} onClick={() => void refetch()}>
              {t("permissions.again")}
            </Button>
          </>
        }
      >
        <PermissionTable
          permissions={main}
          openUrl={props.draft.open_url}
          appId={props.draft.app_id ?? ""}
          onGrant={waitForGrant}
        />
        <details className="permission-fold">
          <summary>{t("permissions.optional")}</summary>
          <PermissionTable
            permissions={data.permissions.filter(({ need }) => need === "optional")}
            openUrl={props.draft.open_url}
            appId={props.draft.app_id ?? ""}
            onGrant={waitForGrant}
          />
        </details>
      </Card>
      <ContactRangeCard range={data.contact_range} checkedAt={data.checked_at} />
      <Card title={t("version.title")}>
        <p>{t(`version.${data.version}`)}</p>
      </Card>
      <StepFooter
        onBack={props.onBack}
        {...(ready ? {} : { onSkip: props.onNext })}
        next={{ onClick: props.onNext, disabled: !ready }}
        reason={ready ? null : missing.length > 0 ? t("permissions.closed") : t("range.closed")}
      />
    </>
  );
}
