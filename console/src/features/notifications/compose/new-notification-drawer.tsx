import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../../api/index.ts";
import { Card, ProblemLine } from "../../../design/index.ts";
import "../notifications.css";
import { valuesNeeded } from "../templates/placeholders.ts";
import { ContentFields } from "./content-fields.tsx";
import { newKey } from "./new-key.ts";
import { NEW_NOTIFICATION, problemIn, toRequest } from "./notification-draft.ts";
import { RecipientFields } from "./recipient-fields.tsx";

/** Writes to people, groups and departments, and goes to what became of it. */
export function NewNotificationDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(["notifications", "applications", "people", "departments", "groups"]);
  const navigate = useNavigate();
  const [draft, setDraft] = useState(NEW_NOTIFICATION);
  const [key] = useState(newKey);
  /** What is missing is said once somebody has tried. */
  const [tried, setTried] = useState(false);
  const templates = useQuery(queryOf(routes.listMessageTemplates));
  const template = templates.data?.items.find(({ name }) => name === draft.template);
  const needed = template === undefined ? [] : valuesNeeded(template.texts);
  const problem = problemIn(draft, needed);
  const send = useCall(routes.createNotification, { refreshes: ["listNotifications", "listMessages"] });
  const submit = () => {
    setTried(true);
    if (problem !== null) return;
    send.mutate(
      { body: toRequest(draft, needed, key) },
      {
        onSuccess: ({ id }) => void navigate({ to: "/notifications/batches/$id", params: { id } } as never),
      },
    );
  };
  return (
    <Drawer
      open
      size={720}
      title={t("compose.title")}
      onClose={onClose}
      footer={
        <div className="message-footer">
          <p role="alert">{tried && problem !== null ? t(`compose.lacks.${problem}`) : null}</p>
          <Button onClick={onClose}>{t("design:cancel")}</Button>
          <Button type="primary" loading={send.isPending} onClick={submit}>
            {t("compose.submit")}
          </Button>
        </div>
      }
    >
      <div className="message-stack">
        <Card title={t("compose.to")}>
          <RecipientFields to={draft.to} onChange={(patch) => setDraft({ ...draft, to: { ...draft.to, ...patch } })} />
        </Card>
        <Card title={t("compose.what")}>
          <ContentFields
            draft={draft}
            templates={templates}
            needed={needed}
            tried={tried}
            onChange={(patch) => setDraft({ ...draft, ...patch })}
          />
        </Card>
        <ProblemLine error={send.error} />
      </div>
    </Drawer>
  );
}
