import type { ApplicationView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { Card, Facts, Time } from "../../design/index.ts";

/** What is known of an application beside its settings. */
export function FactsCard({ application }: { readonly application: ApplicationView }) {
  const { t } = useTranslation("applications");
  const { last_used_at: used, secret_changed_at: changed } = application;
  return (
    <Card title={t("facts.title")}>
      <Facts
        items={[
          { name: t("column.kind"), value: t(`kind.${application.kind}.name`) },
          { name: t("column.access"), value: t(application.everyone ? "access.everyone" : "access.chosen") },
          { name: t("column.used"), value: used === null ? t("never") : <Time at={used} /> },
          ...(changed === null ? [] : [{ name: t("facts.secretChanged"), value: <Time at={changed} /> }]),
          { name: t("facts.created"), value: <Time at={application.created_at} /> },
        ]}
      />
    </Card>
  );
}
