import { CheckCircleOutlined, CloseCircleOutlined } from "@ant-design/icons";
import type { LdapLoginTraceView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { Mono, StatusPill } from "../../../design/index.ts";

/** The steps of a sign-in, in words; the one that fails says what to do. */
export function LoginTrace({ trace }: { readonly trace: LdapLoginTraceView }) {
  const { t } = useTranslation("ldap");
  return (
    <div className="ldap-stack">
      <ol className="ldap-trace">
        {trace.steps.map(({ step, state, code, values }) => {
          const Icon = state === "yes" ? CheckCircleOutlined : CloseCircleOutlined;
          return (
            <li key={step}>
              <Icon aria-hidden className={`ldap-trace-${state}`} />
              <div>
                <span className="visually-hidden">{t(`login.mark.${state}`)} </span>
                {t(`login.code.${code}`, values)}
                {state === "no" ? <p>{t(`login.cure.${code}`, values)}</p> : null}
              </div>
            </li>
          );
        })}
      </ol>
      <p className="ldap-trace-end">
        <StatusPill tone={trace.succeeds ? "success" : "danger"}>
          {t(trace.succeeds ? "login.succeeds" : "login.fails")}
        </StatusPill>
        {trace.dn === null ? null : <Mono>{trace.dn}</Mono>}
      </p>
    </div>
  );
}
