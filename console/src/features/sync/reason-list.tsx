import { InfoCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { codeText } from "../../api/index.ts";
import { Mono } from "../../design/index.ts";
import type { Reason } from "./types.ts";
import "./sync.css";

/** Why something is as it is, each with what to do about it, in the reader's language. */
export function ReasonList({
  reasons,
  words = "sync",
}: {
  readonly reasons: readonly Reason[];
  /** The namespace whose `reasons` tell some codes with their values. */
  readonly words?: "sync" | "ldap-targets";
}) {
  const { t, i18n } = useTranslation([words, "problems"]);
  return (
    <ul className="reason-list">
      {reasons.map((reason) => {
        const key = `${words}:reasons.${reason.code}`;
        const cause = reason.values?.["reason"];
        const own = i18n.exists(`${key}.title`);
        const known = codeText(t, reason.code);
        return (
          <li key={reason.code}>
            <InfoCircleOutlined aria-hidden className="reason-icon" />
            <div>
              <strong>{own ? t(`${key}.title`, sayable(reason.values)) : known.title}</strong>
              {typeof cause === "string" && cause !== "" ? (
                <div>
                  <Mono>{cause}</Mono>
                </div>
              ) : null}
              <p>{own ? t(`${key}.cure`) : known.cure}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** Lists are told with commas. */
function sayable(values: Reason["values"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
}
