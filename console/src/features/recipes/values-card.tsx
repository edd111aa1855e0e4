import type { LdapServiceAccountView, LdapStateView } from "@larkbridge/contract";
import { Alert, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Card, CopyButton, Facts, LinkButton, Mono } from "../../design/index.ts";
import { isLoopback } from "../ldap/index.ts";
import type { RecipeFacts, Transport } from "./recipe-facts.ts";

/** Whose values the recipe is filled with: the account, the way to us, and what stands in the way of using them. */
export function ValuesCard(props: {
  readonly state: LdapStateView;
  readonly facts: RecipeFacts;
  readonly accounts: readonly LdapServiceAccountView[];
  readonly account: LdapServiceAccountView | null;
  readonly transports: readonly Transport[];
  readonly onChoose: (patch: { readonly account?: string; readonly transport?: Transport }) => void;
}) {
  const { t } = useTranslation("recipes");
  const { state, facts, account } = props;
  const copyable = (name: string, text: string) => ({
    name,
    value: (
      <>
        <Mono>{text}</Mono> <CopyButton text={text} what={name} />
      </>
    ),
  });
  return (
    <Card title={t("values")}>
      <div className="recipe-stack">
        {state.enabled ? null : <Alert type="warning" showIcon title={t("off")} description={t("offAbout")} />}
        {props.accounts.length === 0 ? (
          <Alert
            type="info"
            showIcon
            title={t("noAccount")}
            description={t("noAccountAbout")}
            action={
              <LinkButton to="/ldap/service-accounts" search={{ make: "true" }}>
                {t("makeAccount")}
              </LinkButton>
            }
          />
        ) : null}
        {state.enabled && isLoopback(facts.host) ? (
          <Alert type="warning" showIcon title={t("loopback", { host: facts.host })} description={t("loopbackAbout")} />
        ) : null}
        {facts.transport === "plain" ? (
          <Alert type="warning" showIcon title={t("plain")} description={t("plainAbout")} />
        ) : null}
        <div className="recipe-choices">
          {props.accounts.length > 0 ? (
            // biome-ignore lint/a11y/noLabelWithoutControl: the select is the control.
            <label>
              {t("account")}
              <Select
                value={account?.id ?? null}
                aria-label={t("account")}
                options={props.accounts.map(({ id, name, enabled }) => ({
                  value: id,
                  label: enabled ? name : t("disabled", { name }),
                }))}
                onChange={(id: string | null) => (id === null ? undefined : props.onChoose({ account: id }))}
              />
            </label>
          ) : null}
          {props.transports.length > 0 ? (
            // biome-ignore lint/a11y/noLabelWithoutControl: the select is the control.
            <label>
              {t("transport")}
              <Select
                value={facts.transport}
                aria-label={t("transport")}
                options={props.transports.map((value) => ({ value, label: t(`transports.${value}`) }))}
                onChange={(transport: Transport) => props.onChoose({ transport })}
              />
            </label>
          ) : null}
        </div>
        <Facts
          items={[
            copyable(t("host"), facts.host),
            copyable(t("port"), String(facts.port)),
            copyable(t("base"), facts.base),
            copyable(t("bindDn"), facts.bindDn),
            ...(state.certificate !== null && facts.transport !== "plain"
              ? [
                  {
                    name: t("certificate"),
                    value: (
                      <>
                        {t(`certificateOf.${state.certificate.source}`, { file: facts.caFile })}{" "}
                        <CopyButton text={state.certificate.pem} what={t("certificate")} label={t("copyCertificate")} />
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </div>
    </Card>
  );
}
