import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { codeText, problemText } from "../../../api/index.ts";
import type { PairCheck } from "./use-pair-check.ts";

/** What Feishu says to the pair, and the one thing to do about a refusal. */
export function PairState({
  check,
  onSwitchRegion,
}: {
  readonly check: PairCheck;
  readonly onSwitchRegion: () => void;
}) {
  const { t } = useTranslation("integration");
  return <div aria-live="polite">{render()}</div>;

  function render() {
    switch (check.state) {
      case "idle":
        return null;
      case "checking":
        return <p className="setting-help">{t("app.checking")}</p>;
      case "valid":
        return <Alert type="success" showIcon title={t("app.valid")} description={nameOf(check)} />;
      case "failed": {
        const { title, cure } = problemText(t, check.error);
        return <Alert type="error" showIcon title={title} description={cure} />;
      }
      case "refused": {
        const { title, cure } = codeText(t, check.code);
        const elsewhere = check.code === "feishu_wrong_region";
        return (
          <Alert
            type="error"
            showIcon
            title={title}
            description={elsewhere ? t("app.wrongRegion") : cure}
            action={elsewhere ? <Button onClick={onSwitchRegion}>{t("app.switchRegion")}</Button> : undefined}
          />
        );
      }
    }
  }

  function nameOf({ app, tenant }: { readonly app: string | null; readonly tenant: string | null }) {
    if (app && tenant) return t("app.validNames", { app, tenant });
    return app ? t("app.validApp", { app }) : undefined;
  }
}
