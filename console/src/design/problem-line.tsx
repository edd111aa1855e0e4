import { useTranslation } from "react-i18next";
import { problemText } from "../api/index.ts";

/** Why an act did not work and what to do, in one line of the dialog that asked for it; nothing while nothing went wrong. */
export function ProblemLine({ error }: { readonly error: unknown }) {
  const { t } = useTranslation("design");
  if (error === null || error === undefined) return null;
  const { title, cure } = problemText(t, error);
  return (
    <p className="problem-line" role="alert">
      {title}
      {t("error.stop")}
      {cure}
    </p>
  );
}
