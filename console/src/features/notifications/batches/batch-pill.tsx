import type { NotificationView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { StatusPill } from "../../../design/index.ts";
import { outcomeOf, TONE_OF_OUTCOME } from "./batch-state.ts";

/** How far a notification came. */
export function BatchPill(props: Pick<NotificationView, "state" | "counts">) {
  const { t } = useTranslation("notifications");
  const outcome = outcomeOf(props.state, props.counts);
  return (
    <StatusPill tone={TONE_OF_OUTCOME[outcome]} moving={outcome === "sending"}>
      {t(`batch.outcome.${outcome}`)}
    </StatusPill>
  );
}
