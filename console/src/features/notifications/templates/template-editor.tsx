import { Input, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Card } from "../../../design/index.ts";
import { LANGUAGE_NAMES } from "../../../i18n/index.ts";
import { ChoiceField, Field } from "../../integration/index.ts";
import { LANGUAGES_OF_TEXTS, problemOf, type TemplateDraft } from "./template-draft.ts";

const FORMATS = ["card", "post", "text"] as const;

/** A template's format and its texts in both languages. `tried`: what is missing is said. */
export function TemplateEditor(props: {
  readonly draft: TemplateDraft;
  readonly tried: boolean;
  readonly onChange: (draft: TemplateDraft) => void;
}) {
  const { draft, tried, onChange } = props;
  const { t } = useTranslation("notifications");
  return (
    <>
      <Card>
        <div className="settings template-texts">
          <ChoiceField label={t("template.column.format")} help={t(`formatAbout.${draft.format}`)}>
            {(labelId) => (
              <Segmented
                aria-labelledby={labelId}
                value={draft.format}
                options={FORMATS.map((value) => ({ value, label: t(`format.${value}`) }))}
                onChange={(format) => onChange({ ...draft, format })}
              />
            )}
          </ChoiceField>
        </div>
      </Card>
      {LANGUAGES_OF_TEXTS.map((language) => {
        const texts = draft.texts[language];
        const problem = tried ? problemOf(texts, draft.format) : null;
        const change = (patch: Partial<typeof texts>) =>
          onChange({ ...draft, texts: { ...draft.texts, [language]: { ...texts, ...patch } } });
        const line = (key: "title" | "label" | "url", help?: string, fault?: string) => (
          <Field label={t(`template.field.${key}`)} help={help} problem={fault}>
            {({ id, describedBy }) => (
              <Input
                id={id}
                aria-describedby={describedBy}
                className={key === "url" ? "mono" : ""}
                maxLength={key === "url" ? 2000 : key === "label" ? 100 : 200}
                value={texts[key]}
                onChange={(event) => change({ [key]: event.target.value })}
              />
            )}
          </Field>
        );
        return (
          <Card key={language} title={LANGUAGE_NAMES[language]}>
            <div className="settings template-texts">
              {line("title", undefined, problem === "title" ? t("template.problem.title") : undefined)}
              <Field
                label={t("template.field.body")}
                help={t(draft.format === "card" ? "template.bodyCard" : "template.bodyPlain")}
                problem={problem === "body" ? t("template.problem.body") : undefined}
              >
                {({ id, describedBy }) => (
                  <Input.TextArea
                    id={id}
                    aria-describedby={describedBy}
                    rows={5}
                    maxLength={10_000}
                    value={texts.body}
                    onChange={(event) => change({ body: event.target.value })}
                  />
                )}
              </Field>
              {line("label", t("template.labelHelp"), problem === "button" ? t("template.problem.button") : undefined)}
              {line("url")}
            </div>
          </Card>
        );
      })}
    </>
  );
}
