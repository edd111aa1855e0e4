import type { LdapStateView } from "@larkbridge/contract";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Card, CopyButton, Facts, Mono } from "../../../design/index.ts";
import { isLoopback } from "../loopback.ts";

/** Where clients connect, and the names they are given. */
export function AddressCard({ state }: { readonly state: LdapStateView }) {
  const { t } = useTranslation("ldap");
  const copyable = (name: string, text: string) => ({
    name,
    value: (
      <>
        <Mono>{text}</Mono> <CopyButton text={text} what={name} />
      </>
    ),
  });
  return (
    <Card title={t("address.title")}>
      <div className="ldap-stack">
        {state.enabled && isLoopback(state.host) ? (
          <Alert
            type="info"
            showIcon
            title={t("address.loopback")}
            description={t("address.loopbackAbout", { setting: "LARKBRIDGE_LDAP_HOST" })}
          />
        ) : null}
        {state.warnings.includes("clear_text_beyond_loopback") ? (
          <Alert
            type="warning"
            showIcon
            title={t("address.clearText")}
            description={t("address.clearTextAbout", { setting: "LARKBRIDGE_LDAP_REQUIRE_TLS" })}
          />
        ) : null}
        <Facts
          items={[
            ...(state.ldaps_url ? [copyable("LDAPS", state.ldaps_url)] : []),
            ...(state.url ? [copyable(t(state.certificate ? "address.startTls" : "address.plain"), state.url)] : []),
            copyable(t("address.base"), state.base_dn),
            copyable(t("address.people"), state.people_dn),
            copyable(t("address.groups"), state.groups_dn),
            copyable(t("address.departments"), state.departments_dn),
            copyable(t("address.bindDn"), `cn=NAME,${state.services_dn}`),
            { name: t("address.tls"), value: t(state.require_tls ? "address.tlsNeeded" : "address.tlsFree") },
            {
              name: t("address.passwords"),
              value: t(state.app_passwords_only ? "address.appOnly" : "address.anyPassword"),
            },
          ]}
        />
      </div>
    </Card>
  );
}
