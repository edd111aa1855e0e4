import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../../api/index.ts";
import { Card, PageHeader, ProblemLine } from "../../../design/index.ts";
import { Field } from "../../integration/index.ts";
import "../notifications.css";
import { isTemplateName, NEW_TEMPLATE, problemOf, toTemplate } from "./template-draft.ts";
import { TemplateWorkbench } from "./template-workbench.tsx";

/** Makes a template that people here and other systems can send by its name. */
export function NewTemplatePage() {
  const { t } = useTranslation("notifications");
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [draft, setDraft] = useState(NEW_TEMPLATE);
  const [tried, setTried] = useState(false);
  const create = useCall(routes.putMessageTemplate, { refreshes: ["listMessageTemplates"] });
  // Writing to a name that is taken would change what stands there.
  const known = useQuery(queryOf(routes.listMessageTemplates));
  const isTaken = known.data?.items.some((template) => template.name === name) ?? false;
  const nameProblem = isTaken ? "taken" : isTemplateName(name) ? null : "name";
  const isWhole = (["en", "zh"] as const).every((language) => problemOf(draft.texts[language], draft.format) === null);
  const submit = () => {
    setTried(true);
    if (!isWhole || nameProblem !== null || known.data === undefined) return;
    create.mutate(
      { params: { name }, body: toTemplate(draft) },
      { onSuccess: () => void navigate({ to: "/notifications/templates/$name", params: { name } } as never) },
    );
  };
  return (
    <>
      <PageHeader
        title={t("template.new")}
        about={t("template.newAbout")}
        actions={
          <Button type="primary" loading={create.isPending} onClick={submit}>
            {t("template.create")}
          </Button>
        }
      />
      <div className="message-stack">
        <ProblemLine error={create.error} />
        <Card>
          <Field
            label={t("template.column.name")}
            help={t("template.nameHelp")}
            problem={nameProblem !== null && (tried || isTaken) ? t(`template.problem.${nameProblem}`) : undefined}
          >
            {({ id, describedBy }) => (
              <Input
                id={id}
                aria-describedby={describedBy}
                className="mono setting-medium"
                maxLength={60}
                autoComplete="off"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </Card>
        <TemplateWorkbench
          builtIn={false}
          name={isTemplateName(name) ? name : "draft"}
          draft={draft}
          tried={tried}
          onChange={setDraft}
        />
      </div>
    </>
  );
}
