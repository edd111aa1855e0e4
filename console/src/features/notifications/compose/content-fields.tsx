import type { MessageTemplateView } from "@larkbridge/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { Input, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { ErrorState } from "../../../design/index.ts";
import { ChoiceField, Field } from "../../integration/index.ts";
import { MessagePreview } from "../templates/message-preview.tsx";
import { valuesForPreview } from "../templates/placeholders.ts";
import { PreviewCard } from "../templates/preview-card.tsx";
import { readPreview } from "../templates/read-preview.ts";
import { ValueFields } from "../templates/value-fields.tsx";
import { templateName } from "../what-it-tells.ts";
import { missingOf, type NotificationDraft } from "./notification-draft.ts";

const KINDS = ["text", "template"] as const;

/** What it says: a text of one's own, or a template with its values; and how that looks. */
export function ContentFields(props: {
  readonly draft: NotificationDraft;
  readonly templates: UseQueryResult<{ items: MessageTemplateView[] }>;
  readonly needed: readonly string[];
  readonly tried: boolean;
  readonly onChange: (patch: Partial<NotificationDraft>) => void;
}) {
  const { draft, templates, needed, tried, onChange } = props;
  const { t } = useTranslation("notifications");
  const chosen = templates.data?.items.find(({ name }) => name === draft.template);
  return (
    <div className="message-stack">
      <ChoiceField label={t("compose.kind.label")}>
        {(labelId) => (
          <Segmented
            aria-labelledby={labelId}
            value={draft.kind}
            options={KINDS.map((value) => ({ value, label: t(`compose.kind.${value}`) }))}
            onChange={(kind) => onChange({ kind })}
          />
        )}
      </ChoiceField>
      {draft.kind === "text" ? (
        <>
          <Field label={t("compose.text")} help={t("compose.textHelp")}>
            {({ id, describedBy }) => (
              <Input.TextArea
                id={id}
                aria-describedby={describedBy}
                rows={5}
                maxLength={50_000}
                value={draft.text}
                onChange={(event) => onChange({ text: event.target.value })}
              />
            )}
          </Field>
          {draft.text.trim() === "" ? null : (
            <MessagePreview preview={readPreview("text", { text: draft.text.trim() })} card={false} />
          )}
        </>
      ) : templates.isError ? (
        <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />
      ) : (
        <>
          <Field label={t("compose.template")}>
            {({ id, describedBy }) => (
              <Select
                id={id}
                aria-describedby={describedBy}
                className="message-wide"
                loading={templates.isPending}
                showSearch={{ optionFilterProp: "label" }}
                placeholder={t("compose.choose")}
                value={draft.template}
                options={(templates.data?.items ?? []).map(({ name }) => ({
                  value: name,
                  label: templateName(t, name),
                }))}
                onChange={(template) => onChange({ template })}
              />
            )}
          </Field>
          {needed.length === 0 ? null : (
            <ValueFields
              names={needed}
              values={draft.values}
              missing={tried ? missingOf(draft, needed) : []}
              onChange={(values) => onChange({ values })}
            />
          )}
          {chosen === undefined ? null : (
            <PreviewCard name={chosen.name} values={valuesForPreview(chosen, draft.values)} />
          )}
        </>
      )}
    </div>
  );
}
