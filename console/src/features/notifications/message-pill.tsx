import { useTranslation } from "react-i18next";
import { StatusPill } from "../../design/index.ts";
import { type MessageState, TONE_OF } from "./message-state.ts";

/** How a message stands. */
export function MessagePill({ state }: { readonly state: MessageState }) {
  const { t } = useTranslation("notifications");
  return (
    <StatusPill tone={TONE_OF[state]} moving={state === "sending"}>
      {t(`state.${state}`)}
    </StatusPill>
  );
}
