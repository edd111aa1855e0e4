import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Card } from "../../../design/index.ts";

const VIEWERS = ["anonymous", "person", "service"] as const;

/** Who is shown what: the question most asked of any LDAP server that protects its people. */
export function SightCard() {
  const { t } = useTranslation("ldap");
  return (
    <Card title={t("sight.title")}>
      <dl className="ldap-sight">
        {VIEWERS.map((viewer) => (
          <div key={viewer}>
            <dt>{t(`sight.${viewer}`)}</dt>
            <dd>
              {t(`sight.${viewer}About`)}{" "}
              {viewer === "service" ? <Link to={"/ldap/service-accounts" as "/"}>{t("sight.open")}</Link> : null}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
