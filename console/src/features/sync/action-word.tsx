import { useTranslation } from "react-i18next";
import { type Action, SIGNS } from "./change-words.ts";

/** What a change does: sign, word and colour together. `word` names it more closely than the action does. */
export function ActionWord({
  action,
  word,
}: {
  readonly action: Action | "skipped";
  readonly word?: string | undefined;
}) {
  const { t } = useTranslation("sync");
  return (
    <span className="sign-word">
      <span className={`sign sign-${action}`} aria-hidden>
        {SIGNS[action]}
      </span>
      {word ?? t(`action.${action}`)}
    </span>
  );
}
