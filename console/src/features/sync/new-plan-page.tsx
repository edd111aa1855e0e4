import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Alert, Button, Form, Input, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes, useCall } from "../../api/index.ts";
import { Card, PageHeader, StatusPill, Time } from "../../design/index.ts";
import type { Preview } from "./types.ts";
import "./sync.css";

/** A manual run so soon after the last one is warned about, and goes on (S8). */
const SOON_MS = 60 * 60 * 1000;

interface Choice {
  readonly kind: "all" | "department" | "users";
  readonly department?: string;
  readonly users?: string;
}

/** Asks for a preview: of everything, or of a part. */
export function NewPlanPage() {
  const { t } = useTranslation(["sync", "problems"]);
  const navigate = useNavigate();
  const [form] = Form.useForm<Choice>();
  const kind = Form.useWatch("kind", form) ?? "all";
  const latest = useQuery(queryOf(routes.getLatestSyncRun));
  const recent = useQuery(queryOf(routes.listSyncPlans, { query: { limit: 5 } }));
  const start = useCall(routes.createSyncPlan, { refreshes: ["listSyncPlans"] });
  const started = latest.data?.started_at;
  const soon = started && Date.now() - Date.parse(started) < SOON_MS;
  const making = recent.data?.items.find(({ status }) => status === "planning");
  const preview = (choice: Choice) =>
    start.mutate(
      { body: { target: targetOf(choice) } },
      {
        onSuccess: (made) => void navigate({ to: "/sync-plans/$id", params: { id: made.id } as never }),
        onError: () => void recent.refetch(),
      },
    );
  return (
    <>
      <PageHeader title={t("newPlan.title")} about={t("newPlan.about")} />
      <div className="sync-stack" style={{ maxWidth: 720 }}>
        <Card>
          <Form<Choice> form={form} layout="vertical" initialValues={{ kind: "all" }} onFinish={preview}>
            <Form.Item required name="kind" label={t("newPlan.what")}>
              <Radio.Group
                options={(["all", "department", "users"] as const).map((value) => ({
                  value,
                  label: t(`target.${value}`),
                }))}
              />
            </Form.Item>
            {kind === "department" ? (
              <Form.Item
                name="department"
                label={t("newPlan.department")}
                extra={t("newPlan.departmentHelp")}
                rules={[{ required: true, whitespace: true, message: t("newPlan.needed") }]}
              >
                <Input maxLength={200} autoComplete="off" />
              </Form.Item>
            ) : null}
            {kind === "users" ? (
              <Form.Item
                name="users"
                label={t("newPlan.users")}
                extra={t("newPlan.usersHelp")}
                rules={[{ required: true, whitespace: true, message: t("newPlan.needed") }]}
              >
                <Input.TextArea rows={3} />
              </Form.Item>
            ) : null}
            {soon && started ? (
              <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("newPlan.soon")} />
            ) : null}
            {start.isError ? (
              <Alert
                type="error"
                showIcon
                style={{ marginBottom: 16 }}
                title={problemText(t, start.error).title}
                description={
                  making ? (
                    <Link to="/sync-plans/$id" params={{ id: making.id } as never}>
                      {t("newPlan.openMaking")}
                    </Link>
                  ) : (
                    problemText(t, start.error).cure
                  )
                }
              />
            ) : null}
            <Button type="primary" htmlType="submit" loading={start.isPending}>
              {t("newPlan.start")}
            </Button>
          </Form>
        </Card>
        {recent.data && recent.data.items.length > 0 ? (
          <Card title={t("newPlan.recent")}>
            <ul className="phase-list">
              {recent.data.items.map((item) => (
                <li key={item.id}>
                  <PreviewState preview={item} />
                  <Link to="/sync-plans/$id" params={{ id: item.id } as never}>
                    {t(`target.${item.target.kind}`)}
                  </Link>
                  <Time at={item.created_at} />
                </li>
              ))}
            </ul>
          </Card>
        ) : null}
      </div>
    </>
  );
}

function PreviewState({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation("sync");
  if (preview.status === "planning")
    return (
      <StatusPill tone="info" moving>
        {t("plan.making")}
      </StatusPill>
    );
  if (preview.status !== "ready") return <StatusPill tone="danger">{t(`plan.${preview.status}`)}</StatusPill>;
  return preview.run === null ? (
    <StatusPill tone="neutral">{t(`verdict.${preview.verdict.kind}`)}</StatusPill>
  ) : (
    <StatusPill tone="success">{t("plan.applied")}</StatusPill>
  );
}

function targetOf({ kind, department = "", users = "" }: Choice) {
  if (kind === "department") return { kind, department: department.trim() };
  if (kind === "users") return { kind, users: users.split(/[\s,，;；]+/).filter(Boolean) };
  return { kind };
}
