import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../../design/index.ts";
import { valuesForPreview, valuesNeeded } from "./placeholders.ts";
import { PreviewCard } from "./preview-card.tsx";
import { type TemplateDraft, toTemplate } from "./template-draft.ts";
import { TemplateEditor } from "./template-editor.tsx";
import { KnownPlaces, ValueFields } from "./value-fields.tsx";

/** A template being edited, beside it what Feishu would show, with sample values to try. */
export function TemplateWorkbench(props: {
  readonly name: string;
  readonly builtIn: boolean;
  readonly draft: TemplateDraft;
  readonly tried: boolean;
  readonly onChange: (draft: TemplateDraft) => void;
}) {
  const { t } = useTranslation("notifications");
  const [samples, setSamples] = useState<Record<string, string>>({});
  const template = useMemo(() => toTemplate(props.draft), [props.draft]);
  const values = useMemo(
    () => valuesForPreview({ built_in: props.builtIn, texts: template.texts }, samples),
    [props.builtIn, template, samples],
  );
  const names = valuesNeeded(template.texts);
  const isWhole = template.texts.en.body !== "" && template.texts.zh.body !== "";
  return (
    <div className="template-columns">
      <div className="message-stack">
        <TemplateEditor draft={props.draft} tried={props.tried} onChange={props.onChange} />
      </div>
      <div className="message-stack template-beside">
        {isWhole ? (
          <PreviewCard name={props.name} draft={template} values={values} />
        ) : (
          <Card title={t("preview.title")}>
            <p className="message-quiet">{t("preview.notYet")}</p>
          </Card>
        )}
        <Card title={t("template.samples")}>
          <KnownPlaces />
          {names.length === 0 ? null : <ValueFields names={names} values={samples} onChange={setSamples} />}
        </Card>
      </div>
    </div>
  );
}
