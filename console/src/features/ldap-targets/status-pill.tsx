import { useTranslation } from "react-i18next";
import { StatusPill } from "../../design/index.ts";
import { toneOfStatus } from "./run-words.ts";
import type { TargetRun } from "./types.ts";

/** How a run or preview of a server stands. */
export function TargetRunPill({ status }: { readonly status: TargetRun["status"] | string }) {
  const { t } = useTranslation("ldap-targets");
  return (
    <StatusPill tone={toneOfStatus(status)} moving={status === "running"}>
      {t(`status.${status}`, { defaultValue: status })}
    </StatusPill>
  );
}
