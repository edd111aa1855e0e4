import type { LdapServiceAccountView, LdapStateView } from "@larkbridge/contract";
import { Alert, Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { CopyButton, Facts, LinkButton, Mono } from "../../../design/index.ts";
import { AccountFields } from "./account-fields.tsx";
import { AccountPasswordBox } from "./account-password-box.tsx";
import { NEW_ACCOUNT, problemIn, toChanges, valuesOf } from "./account-values.ts";

const REFRESHES = ["listLdapServiceAccounts"] as const;

/** Makes an account, or changes one (`account`); a new one's password is shown at the end, once. */
export function AccountDrawer(props: {
  readonly account: LdapServiceAccountView | null;
  readonly ldap: LdapStateView;
  readonly onClose: () => void;
}) {
  const { account, ldap, onClose } = props;
  const { t } = useTranslation("ldap");
  const [values, setValues] = useState(() => (account === null ? NEW_ACCOUNT : valuesOf(account, ldap)));
  /** What is missing is said once somebody has tried to save. */
  const [tried, setTried] = useState(false);
  const create = useCall(routes.createLdapServiceAccount, { refreshes: REFRESHES });
  const update = useCall(routes.updateLdapServiceAccount, { refreshes: REFRESHES });
  const missing = problemIn(values);
  const error = create.error ?? update.error;
  const problem = error ? problemText(t, error) : null;
  const save = () => {
    setTried(true);
    if (missing !== null) return;
    const body = toChanges(values, ldap);
    if (account === null) create.mutate({ body: { name: values.name.trim(), ...body } });
    else update.mutate({ params: { id: account.id }, body }, { onSuccess: onClose });
  };
  const made = create.data;
  const isMade = made !== undefined;
  return (
    <Drawer
      open
      size={640}
      title={
        isMade
          ? t("password.title")
          : t(account === null ? "accounts.create" : "accounts.editTitle", { name: values.name })
      }
      closable={!isMade}
      keyboard={!isMade}
      mask={{ closable: !isMade }}
      onClose={onClose}
      footer={
        <div className="ldap-drawer-footer">
          {isMade ? (
            <>
              <LinkButton to="/ldap/recipes" search={{ account: made.service_account.id }}>
                {t("connect")}
              </LinkButton>
              <Button type="primary" onClick={onClose}>
                {t("password.copied")}
              </Button>
            </>
          ) : (
            <>
              <Button onClick={onClose}>{t("accounts.cancel")}</Button>
              <Button type="primary" loading={create.isPending || update.isPending} onClick={save}>
                {t(account === null ? "accounts.submit" : "accounts.save")}
              </Button>
            </>
          )}
        </div>
      }
    >
      {isMade ? (
        <div className="ldap-stack">
          <Facts
            items={[
              {
                name: t("accounts.bindDn"),
                value: (
                  <>
                    <Mono>{made.service_account.dn}</Mono>{" "}
                    <CopyButton text={made.service_account.dn} what={t("accounts.bindDn")} />
                  </>
                ),
              },
            ]}
          />
          <AccountPasswordBox password={made.password} />
        </div>
      ) : (
        <>
          {problem ? (
            <Alert type="error" showIcon className="ldap-alert" title={problem.title} description={problem.cure} />
          ) : null}
          <AccountFields
            values={values}
            isNew={account === null}
            servicesDn={ldap.services_dn}
            missing={tried ? missing : null}
            onChange={(patch) => setValues({ ...values, ...patch })}
          />
        </>
      )}
    </Drawer>
  );
}
