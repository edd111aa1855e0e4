import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { Card, LinkButton } from "../../../design/index.ts";
import { problemsOf } from "../../integration/index.ts";
import "../ldap-targets.css";
import { ProbeReport } from "../probe-report.tsx";
import type { Target } from "../types.ts";
import { ConnectionFields } from "./connection-fields.tsx";
import { PaceFields } from "./pace-fields.tsx";
import { ShapeFields } from "./shape-fields.tsx";
import { missingForProbe, missingIn, type TargetValues, toDraft } from "./target-values.ts";

/** The settings of a server, and what it answers to them before they are saved. `target`: what is changed; null for a new one. */
export function TargetForm(props: {
  readonly values: TargetValues;
  readonly target: Target | null;
  readonly busy: boolean;
  readonly error: unknown;
  readonly submit: string;
  readonly back: string;
  readonly onChange: (values: TargetValues) => void;
  readonly onSubmit: () => void;
}) {
  const { values, target, onChange } = props;
  const { t } = useTranslation(["ldap-targets", "problems"]);
  /** What is missing is said once somebody has tried. */
  const [tried, setTried] = useState<"probe" | "save" | null>(null);
  const probe = useCall(routes.probeLdapTargetDraft);
  const isNew = target === null;
  const problems = problemsOf({ schedule: values.schedule, guard: values.guard });
  const missing = tried === "save" ? missingIn(values, isNew) : tried === "probe" ? missingForProbe(values, isNew) : [];
  const problem = props.error ? problemText(t, props.error) : null;
  const probeProblem = probe.error ? problemText(t, probe.error) : null;
  const written = target === null ? 0 : target.entries.people + target.entries.groups + target.entries.units;
  const ask = () => {
    setTried("probe");
    if (missingForProbe(values, isNew).length === 0) probe.mutate({ body: toDraft(values, target?.id) });
  };
  const save = () => {
    setTried("save");
    if (missingIn(values, isNew).length === 0 && Object.keys(problems).length === 0) props.onSubmit();
  };
  return (
    <div className="target-stack target-form">
      <Card title={t("form.connection")}>
        <ConnectionFields values={values} isNew={isNew} missing={missing} onChange={onChange} />
      </Card>
      <Card
        title={t("probe.card")}
        extra={
          <Button loading={probe.isPending} onClick={ask}>
            {t("act.probe")}
          </Button>
        }
      >
        {probeProblem ? (
          <Alert type="error" showIcon title={probeProblem.title} description={probeProblem.cure} />
        ) : probe.data ? (
          <ProbeReport probe={probe.data} onTrust={(fingerprint) => onChange({ ...values, fingerprint, ca: "" })} />
        ) : (
          <p className="target-quiet">{t("probe.about")}</p>
        )}
      </Card>
      <Card title={t("form.shape")}>
        <ShapeFields values={values} probe={probe.data} isSettled={written > 0} onChange={onChange} />
      </Card>
      <Card title={t("form.pace")}>
        <PaceFields values={values} problems={problems} onChange={onChange} />
      </Card>
      {problem ? <Alert type="error" showIcon title={problem.title} description={problem.cure} /> : null}
      <footer className="target-footer">
        <p role="alert">
          {missing.length > 0 || (tried === "save" && Object.keys(problems).length > 0) ? t("form.fixFirst") : null}
        </p>
        <LinkButton to={props.back}>{t("form.cancel")}</LinkButton>
        <Button type="primary" loading={props.busy} onClick={save}>
          {props.submit}
        </Button>
      </footer>
    </div>
  );
}
