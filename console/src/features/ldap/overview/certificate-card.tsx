import type { LdapStateView } from "@larkbridge/contract";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Card, CopyButton, Facts, Mono, StatusPill, Time } from "../../../design/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";
import { validityAt } from "./validity.ts";

/** The certificate that clients are shown: whose it is, for which names, how long still. */
export function CertificateCard({ certificate }: { readonly certificate: LdapStateView["certificate"] }) {
  const { t } = useTranslation("ldap");
  if (certificate === null)
    return (
      <Card title={t("certificate.title")}>
        <p>{t("certificate.none")}</p>
      </Card>
    );
  const validity = validityAt(certificate, new Date());
  const days = formatNumber(validity.days, currentLanguage());
  return (
    <Card
      title={t("certificate.title")}
      extra={<CopyButton text={certificate.pem} what={t("certificate.title")} label={t("certificate.copy")} />}
    >
      <div className="ldap-stack">
        {certificate.refused ? (
          <Alert
            type="warning"
            showIcon
            title={t("certificate.refused")}
            description={
              <>
                <p>{t("certificate.refusedAbout")}</p>
                <Time at={certificate.refused.at} /> <Mono>{certificate.refused.reason}</Mono>
              </>
            }
          />
        ) : null}
        <Facts
          items={[
            {
              name: t("certificate.state"),
              value: (
                <StatusPill tone={validity.tone}>
                  {t(`certificate.${validity.state}`, { count: validity.days, days })}
                </StatusPill>
              ),
            },
            { name: t("certificate.until"), value: <Time at={certificate.not_after} /> },
            { name: t("certificate.source"), value: t(`certificate.${certificate.source}`) },
            {
              name: t("certificate.names"),
              value: (
                <span className="ldap-names">
                  {certificate.names.map((name) => (
                    <Mono key={name}>{name}</Mono>
                  ))}
                </span>
              ),
            },
            { name: t("certificate.issuer"), value: certificate.issuer },
            {
              name: t("certificate.fingerprint"),
              value: (
                <>
                  <Mono>{certificate.fingerprint_sha256}</Mono>{" "}
                  <CopyButton text={certificate.fingerprint_sha256} what={t("certificate.fingerprint")} />
                </>
              ),
            },
          ]}
        />
        {certificate.source === "self_made" ? <p className="ldap-help">{t("certificate.trust")}</p> : null}
      </div>
    </Card>
  );
}
