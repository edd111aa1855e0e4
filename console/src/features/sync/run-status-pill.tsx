import { useTranslation } from "react-i18next";
import { StatusPill } from "../../design/index.ts";
import { type Status, toneOf } from "./run-status.ts";

/** How a run ended, or that none was: S11's words and those of product.md 5.4. */
export function RunStatusPill({ status }: { readonly status: Status }) {
  const { t } = useTranslation("sync");
  return (
    <StatusPill tone={toneOf(status)} moving={status === "running"}>
      {t(`status.${status}`)}
    </StatusPill>
  );
}
