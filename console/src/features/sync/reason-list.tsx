import { InfoCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { codeText } from "../../api/index.ts";
import type { Reason } from "./types.ts";
import "./sync.css";

/** Why something is as it is, each with what to do about it, in the reader's language. */
export function ReasonList({ reasons }: { readonly reasons: readonly Reason[] }) {
  const { t, i18n } = useTranslation(["sync", "problems"]);
  return (
    <ul className="reason-list">
      {reasons.map((reason) => {
        const key = `sync:reasons.${reason.code}`;
        const own = i18n.exists(`${key}.title`);
        const known = codeText(t, reason.code);
        return (
          <li key={reason.code}>
            <InfoCircleOutlined aria-hidden className="reason-icon" />
            <div>
              <strong>{own ? t(`${key}.title`, sayable(reason.values)) : known.title}</strong>
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
