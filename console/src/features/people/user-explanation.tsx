import { CheckCircleOutlined, CloseCircleOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { codeText, queryOf, routes } from "../../api/index.ts";
import { Card, ErrorState, PageSkeleton, StatusPill, type Tone } from "../../design/index.ts";
import { FieldChanges } from "../audit/index.ts";
import type { Explanation } from "./types.ts";

const MARKS: Readonly<
  Record<Explanation["steps"][number]["state"], { readonly tone: Tone; readonly icon: typeof CheckCircleOutlined }>
> = {
  yes: { tone: "success", icon: CheckCircleOutlined },
  no: { tone: "warning", icon: CloseCircleOutlined },
  unknown: { tone: "neutral", icon: QuestionCircleOutlined },
};

/** Why somebody is here, or is not: asked of Feishu now, step by step (product.md 2.4). `name` may be any id, e-mail or number. */
export function UserExplanation({ name }: { readonly name: string }) {
  const { t } = useTranslation("people");
  const { t: act } = useTranslation("audit");
  const asked = useQuery({ ...queryOf(routes.explainUser, { params: { id: name } }), enabled: false, retry: false });
  const why = asked.data;
  return (
    <Card
      title={t("why.title")}
      extra={
        <Button loading={asked.isFetching} onClick={() => void asked.refetch()}>
          {t(why ? "why.again" : "why.ask")}
        </Button>
      }
    >
      {asked.isFetching && !why ? (
        <PageSkeleton rows={5} />
      ) : asked.isError ? (
        <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
      ) : why === undefined ? (
        <p>{t("why.about")}</p>
      ) : (
        <div className="person-stack">
          <ol className="person-list">
            {why.steps.map((step) => {
              const { tone, icon: Icon } = MARKS[step.state];
              return (
                <li key={step.step}>
                  <Icon aria-hidden />
                  <strong>{t(`why.step.${step.step}`)}</strong>
                  <StatusPill tone={step.step === "result" ? "neutral" : tone}>
                    {t(`why.state.${step.state}`)}
                  </StatusPill>
                  {step.code ? <span className="person-source">{codeText(t, step.code).title}</span> : null}
                </li>
              );
            })}
          </ol>
          {why.changes.map((change) => (
            <div key={change.seq}>
              <strong>{act(`action.${change.verb}`, { defaultValue: change.verb })}</strong>
              <FieldChanges before={change.before} after={change.after} />
            </div>
          ))}
          {why.feishu ? (
            <section aria-label={t("why.record")}>
              <strong>{t("why.record")}</strong>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by the keyboard (axe). */}
              <pre className="person-record" tabIndex={0}>
                {JSON.stringify(why.feishu, null, 2)}
              </pre>
            </section>
          ) : null}
        </div>
      )}
    </Card>
  );
}
