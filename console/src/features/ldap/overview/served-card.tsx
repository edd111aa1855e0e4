import type { LdapStateView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { Card, Count, Facts, Time } from "../../../design/index.ts";

/** How much of the directory is served, and since when. */
export function ServedCard({ view }: { readonly view: NonNullable<LdapStateView["view"]> }) {
  const { t } = useTranslation("ldap");
  return (
    <Card title={t("served.title")}>
      <Facts
        items={[
          { name: t("served.people"), value: <Count value={view.people} /> },
          { name: t("served.groups"), value: <Count value={view.groups} /> },
          { name: t("served.departments"), value: <Count value={view.departments} /> },
          { name: t("served.loaded"), value: <Time at={view.loaded_at} /> },
        ]}
      />
    </Card>
  );
}
