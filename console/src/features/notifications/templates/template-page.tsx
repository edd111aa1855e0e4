import type { MessageTemplateView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { App, Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog, ErrorState, Mono, PageHeader, PageSkeleton, ProblemLine } from "../../../design/index.ts";
import "../notifications.css";
import { useMaySend } from "../use-may-send.ts";
import { templateName } from "../what-it-tells.ts";
import { valuesForPreview } from "./placeholders.ts";
import { PreviewCard } from "./preview-card.tsx";
import { draftOf, problemOf, toTemplate } from "./template-draft.ts";
import { TemplateOrigin } from "./template-origin.tsx";
import { TemplateWorkbench } from "./template-workbench.tsx";

/** One template: its texts to be changed, and what Feishu would show. */
export function TemplatePage() {
  const { t } = useTranslation("notifications");
  const { name } = useParams({ strict: false }) as { readonly name: string };
  const mayChange = useMaySend();
  const found = useQuery({ ...queryOf(routes.getMessageTemplate, { params: { name } }), staleTime: 60_000 });
  const template = found.data;
  if (template === undefined)
    return (
      <>
        <PageHeader title={t("template.title")} />
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <PageSkeleton />}
      </>
    );
  if (mayChange) return <EditTemplate key={template.updated_at ?? ""} template={template} />;
  return (
    <>
      <TemplateHeader template={template} />
      <PreviewCard name={name} values={valuesForPreview(template, {})} />
    </>
  );
}

function TemplateHeader(props: { readonly template: MessageTemplateView; readonly actions?: ReactNode }) {
  const { t } = useTranslation("notifications");
  const { template } = props;
  return (
    <PageHeader
      title={templateName(t, template.name)}
      aside={<TemplateOrigin template={template} />}
      about={<Mono>{template.name}</Mono>}
      actions={props.actions}
    />
  );
}

function EditTemplate({ template }: { readonly template: MessageTemplateView }) {
  const { t } = useTranslation("notifications");
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [draft, setDraft] = useState(() => draftOf(template));
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const { name, built_in: builtIn } = template;
  const save = useCall(routes.putMessageTemplate, { refreshes: ["getMessageTemplate", "listMessageTemplates"] });
  const remove = useCall(routes.deleteMessageTemplate, {
    refreshes: builtIn ? ["getMessageTemplate", "listMessageTemplates"] : ["listMessageTemplates"],
  });
  const isWhole = (["en", "zh"] as const).every((language) => problemOf(draft.texts[language], draft.format) === null);
  const submit = () => {
    setTried(true);
    if (!isWhole) return;
    save.mutate(
      { params: { name }, body: toTemplate(draft) },
      {
        onSuccess: () => void message.success(t("template.saved")),
        onError: (error) => void message.error(problemText(t, error).title),
      },
    );
  };
  const kind = builtIn ? "reset" : "delete";
  return (
    <>
      <TemplateHeader
        template={template}
        actions={
          <>
            {builtIn && !template.changed ? null : (
              <Button danger onClick={() => setLeaving(true)}>
                {t(`template.${kind}.act`)}
              </Button>
            )}
            <Button type="primary" loading={save.isPending} onClick={submit}>
              {t("template.save")}
            </Button>
          </>
        }
      />
      <ProblemLine error={save.error} />
      <TemplateWorkbench name={name} builtIn={builtIn} draft={draft} tried={tried} onChange={setDraft} />
      <ConfirmDialog
        open={leaving}
        danger
        title={t(`template.${kind}.ask`, { name: templateName(t, name) })}
        confirm={t(`template.${kind}.act`)}
        busy={remove.isPending}
        onCancel={() => setLeaving(false)}
        onConfirm={() =>
          remove.mutate(
            { params: { name } },
            {
              onSuccess: () => {
                setLeaving(false);
                if (!builtIn) void navigate({ to: "/notifications/templates" } as never);
              },
            },
          )
        }
      >
        <p>{t(`template.${kind}.about`)}</p>
        <ProblemLine error={remove.error} />
      </ConfirmDialog>
    </>
  );
}
