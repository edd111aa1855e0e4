import type { IntegrationDraftView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Card, ErrorState } from "../../../design/index.ts";
import { FieldSwitches } from "../field-switches.tsx";
import { mappingQuery } from "./mapping-query.ts";
import { StepFooter } from "./step-footer.tsx";
import type { DraftState } from "./use-draft.ts";

/** Step 3: how people are linked, and which fields are taken over (S5). */
export function MappingStep(props: {
  readonly draft: IntegrationDraftView;
  readonly save: DraftState["save"];
  readonly onBack: () => void;
  readonly onNext: () => void;
}) {
  const { t } = useTranslation("integration");
  const { data, error, refetch } = useQuery(mappingQuery);
  return (
    <>
      <Card title={t("mapping.binding")}>
        <p>{t("mapping.byEmail")}</p>
        <p className="setting-help">{t("mapping.byEmailHelp")}</p>
      </Card>
      <Card flush title={t("mapping.title")}>
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <FieldSwitches
            report={data}
            fields={props.draft.user_sync.fields}
            onChange={(fields) => void props.save({ user_sync: { fields } }).catch(() => undefined)}
          />
        )}
        {data ? <p className="card-note">{t("mapping.sampled", { count: data.sampled })}</p> : null}
      </Card>
      <StepFooter onBack={props.onBack} next={{ onClick: props.onNext }} />
    </>
  );
}
