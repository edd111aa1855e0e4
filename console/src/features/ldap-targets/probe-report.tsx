import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { codeText } from "../../api/index.ts";
import { Facts, Mono, StatusPill } from "../../design/index.ts";
import type { Probe } from "./types.ts";

const TONES = { error: "danger", warning: "warning", note: "info", ok: "success" } as const;
/** What a finding is about, where it says. */
const ABOUT = ["reason", "missing", "contexts", "scheme", "fingerprint"] as const;

/** What a server answered: who it is, what it can do, what stands in the way and how to mend it. */
export function ProbeReport(props: {
  readonly probe: Probe;
  /** Offered where the certificate is not trusted and its fingerprint is known. */
  readonly onTrust?: (fingerprint: string) => void;
}) {
  const { probe, onTrust } = props;
  const { t } = useTranslation(["ldap-targets", "problems"]);
  const { server } = probe;
  return (
    <div className="target-stack" role="status">
      <p>
        <StatusPill tone={probe.usable ? "success" : "danger"}>
          {t(probe.usable ? "probe.usable" : "probe.unusable")}
        </StatusPill>
      </p>
      <ul className="probe-findings">
        {probe.findings.map((finding, at) => {
          const { title, cure } = codeText(t, finding.code);
          const about = ABOUT.flatMap((name) => {
            const value = finding.values?.[name];
            return value === undefined || value === null || value === "" ? [] : [String(value)];
          });
          const print = finding.values?.["fingerprint"];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same finding may come twice, for two schemes.
            <li key={at}>
              <StatusPill tone={TONES[finding.severity]}>{t(`probe.${finding.severity}`)}</StatusPill>
              <div>
                <strong>{title}</strong>
                {about.map((text) => (
                  <div key={text}>
                    <Mono>{text}</Mono>
                  </div>
                ))}
                {finding.severity === "ok" ? null : <p>{cure}</p>}
                {onTrust && finding.code === "ldap_certificate_untrusted" && typeof print === "string" ? (
                  <Button size="small" onClick={() => onTrust(print)}>
                    {t("probe.trust")}
                  </Button>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
      {server ? (
        <Facts
          items={[
            { name: t("probe.vendor"), value: server.vendor ?? t("probe.unknown") },
            { name: t("probe.boundAs"), value: <Mono>{server.bound_as ?? "—"}</Mono> },
            { name: t("probe.contexts"), value: <Mono>{server.naming_contexts.join(" ")}</Mono> },
          ]}
        />
      ) : null}
      {probe.password_schemes.length > 0 ? (
        <Facts
          items={[
            {
              name: t("probe.schemes"),
              value: (
                <span className="target-line">
                  {probe.password_schemes.map(({ scheme, works }) => (
                    <StatusPill key={scheme} tone={works ? "success" : "neutral"}>
                      {t(works ? "probe.works" : "probe.worksNot", { scheme: t(`scheme.${scheme}`) })}
                    </StatusPill>
                  ))}
                </span>
              ),
            },
          ]}
        />
      ) : null}
    </div>
  );
}
