import { useTranslation } from "react-i18next";
import { Card } from "../../../design/index.ts";

/** Numbered help for one step only. */
export function StepHelp({ step }: { readonly step: "app" | "permissions" | "mapping" | "services" }) {
  const { t } = useTranslation("integration");
  return (
    <aside className="setup-help">
      <Card title={t(`help.${step}.title`)}>
        <ol>
          <li>{t(`help.${step}.one`)}</li>
          <li>{t(`help.${step}.two`)}</li>
          <li>{t(`help.${step}.three`)}</li>
        </ol>
      </Card>
    </aside>
  );
}
