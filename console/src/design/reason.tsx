import { useTranslation } from "react-i18next";
import { codeText } from "../api/index.ts";
import { Mono } from "./text.tsx";

/**
 * Why something is as it is and what to do about it, by the code the server gave. `values.reason`, where there is one, is
 * what a machine said and stands as it is.
 */
export function ReasonText(props: {
  readonly code: string;
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}) {
  const { t } = useTranslation("design");
  const { title, cure } = codeText(t, props.code);
  const said = props.values?.["reason"];
  return (
    <div className="reason">
      <strong>{title}</strong>
      {typeof said === "string" && said !== "" ? (
        <div>
          <Mono>{said}</Mono>
        </div>
      ) : null}
      {cure === "" ? null : <p>{cure}</p>}
    </div>
  );
}
