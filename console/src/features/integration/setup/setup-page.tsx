import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { Alert, Button, Steps } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { problemText, queryOf, routes } from "../../../api/index.ts";
import { useSearchState } from "../../../app/search.ts";
import { Card, ErrorState, PageHeader, PageSkeleton } from "../../../design/index.ts";
import { FeishuMark } from "../feishu-mark.tsx";
import "../integration.css";
import { AppStep } from "./app-step.tsx";
import { DoneScreen } from "./done-screen.tsx";
import { MappingStep } from "./mapping-step.tsx";
import { PermissionStep } from "./permission-step.tsx";
import { ServicesStep } from "./services-step.tsx";
import { StepHelp } from "./step-help.tsx";
import { useDraft } from "./use-draft.ts";

const search = z.object({
  step: z.catch(z.optional(z.enum(["1", "2", "3", "4", "done"])), undefined),
  road: z.catch(z.optional(z.enum(["own", "guide"])), undefined),
});
const STEPS = ["app", "permissions", "mapping", "services"] as const;

/** The set-up in four steps (S1). Where it stands is the server's draft; which step is looked at is the address. */
export function SetupPage() {
  const { t } = useTranslation("integration");
  const navigate = useNavigate();
  const [{ step: asked, road }, setSearch] = useSearchState(search);
  const { draft, error, saving, saveError, save, reload } = useDraft();
  const existing = useQuery({ ...queryOf(routes.getFeishuIntegration), retry: false });

  if (asked === "done") {
    return (
      <>
        <PageHeader title={t("setup.title")} mark={<FeishuMark />} />
        <DoneScreen />
      </>
    );
  }
  if (existing.data) return <Navigate to={"/integrations/feishu" as "/"} replace />;
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (draft === undefined || existing.isPending) return <PageSkeleton rows={10} />;

  // No step is shown whose ground is missing: without credentials Feishu cannot be asked.
  const hasPair = draft !== null && draft.app_id !== null && draft.has_secret;
  const wanted = Number(asked ?? draft?.step ?? 1);
  const current = hasPair ? wanted : 1;
  const go = (step: number) => {
    void save({ step: Math.max(step, draft?.step ?? 1) }).catch(() => undefined);
    setSearch({ step: String(step) as "1" });
    window.scrollTo({ top: 0 });
  };
  const saved = saveError ? problemText(t, saveError).title : saving ? t("setup.saving") : t("setup.saved");
  return (
    <>
      <PageHeader
        title={t("setup.title")}
        mark={<FeishuMark />}
        about={<span role="status">{draft === null ? t("setup.about") : saved}</span>}
        actions={
          <Button onClick={() => void navigate({ to: "/integrations" as "/" })}>{t("setup.finishLater")}</Button>
        }
      />
      <div className="setup-top">
        <Card>
          <Steps
            current={current - 1}
            responsive={false}
            className="setup-steps"
            items={STEPS.map((name, at) => ({
              title: t(`step.${name}`),
              disabled: !hasPair || at + 1 > Math.max(current, draft?.step ?? 1),
            }))}
            onChange={(at) => go(at + 1)}
          />
        </Card>
        {saveError ? (
          <Alert
            type="error"
            showIcon
            title={problemText(t, saveError).title}
            description={problemText(t, saveError).cure}
          />
        ) : null}
      </div>
      <div className="setup-columns">
        <div className="setup-main">
          {current === 1 || draft === null ? (
            <AppStep
              draft={draft}
              save={save}
              guided={road === "guide"}
              onGuided={(guided) => setSearch({ road: guided ? "guide" : "own" }, { replace: true })}
              onNext={() => go(2)}
            />
          ) : current === 2 ? (
            <PermissionStep draft={draft} onBack={() => go(1)} onNext={() => go(3)} />
          ) : current === 3 ? (
            <MappingStep draft={draft} save={save} onBack={() => go(2)} onNext={() => go(4)} />
          ) : (
            <ServicesStep
              draft={draft}
              save={save}
              onBack={() => go(3)}
              onDone={() => setSearch({ step: "done" }, { replace: true })}
            />
          )}
        </div>
        <StepHelp step={STEPS[current - 1] ?? "app"} />
      </div>
    </>
  );
}
