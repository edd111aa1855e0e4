import type { LdapRelationFindingView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { codeText } from "../../api/index.ts";
import { Mono, StatusPill } from "../../design/index.ts";

const TONES = { invalid: "danger", broken: "danger", warning: "warning" } as const;
/** What a finding is about, beside its attribute. */
const ABOUT = ["field", "custom", "change", "source", "value", "permission"] as const;

/** What is wrong with relations, each with what to do. */
export function FindingList({ findings }: { readonly findings: readonly LdapRelationFindingView[] }) {
  const { t } = useTranslation("ldap-attributes");
  return (
    <ul className="relation-findings">
      {findings.map((finding) => {
        const { title, cure } = codeText(t, finding.code);
        const about = ABOUT.flatMap((name) => {
          const value = finding.values?.[name];
          return typeof value === "string" ? [value] : [];
        });
        return (
          <li key={`${finding.code} ${finding.attribute ?? ""} ${about.join(" ")}`}>
            <StatusPill tone={TONES[finding.severity]}>{t(`severity.${finding.severity}`)}</StatusPill>
            <div>
              <strong>
                {finding.attribute === null ? null : (
                  <>
                    <Mono>{finding.attribute}</Mono>{" "}
                  </>
                )}
                {title}
              </strong>
              {about.map((value) => (
                <span key={value}>
                  {" "}
                  <Mono>{value}</Mono>
                </span>
              ))}
              <p>{cure}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
