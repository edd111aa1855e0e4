import { useTranslation } from "react-i18next";
import { type Action, SIGNS } from "./change-words.ts";

/** What a change does: sign, word and colour together. */
export function ActionWord({ action }: { readonly action: Action | "skipped" }) {
  const { t } = useTranslation("sync");
  return (
    <span className="sign-word">
      <span className={`sign sign-${action}`} aria-hidden>
        {SIGNS[action]}
      </span>
      {t(`action.${action}`)}
    </span>
  );
}
