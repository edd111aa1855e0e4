import { MoreOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Dropdown, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { ConfirmDialog, ErrorState, PageSkeleton } from "../../design/index.ts";
import { ProbeReport } from "./probe-report.tsx";
import type { Target, TargetRun } from "./types.ts";

const REFRESHES = ["getLdapTarget", "listLdapTargets", "listLdapRuns"] as const;
type Open = "probe" | "run" | "switch" | "remove";

/** What can be done with a server: look first, write, ask it, change it, forget it. */
export function TargetActs({ target }: { readonly target: Target }) {
  const { t } = useTranslation(["ldap-targets", "problems"]);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open | null>(null);
  const { id, name, enabled, set_by_file: declared } = target;
  const plan = useCall(routes.createLdapPlan, { refreshes: REFRESHES });
  const run = useCall(routes.createLdapRun, { refreshes: REFRESHES });
  const probe = useCall(routes.probeLdapTarget);
  const update = useCall(routes.updateLdapTarget, { refreshes: REFRESHES });
  const remove = useCall(routes.deleteLdapTarget, { refreshes: ["listLdapTargets"] });
  const params = { id };
  const onError = (error: unknown) => void message.error(problemText(t, error).title);
  const follow = (started: TargetRun) =>
    void navigate({ to: "/ldap/targets/$id/runs/$run", params: { id, run: started.id } } as never);
  const close = () => {
    setOpen(null);
    probe.reset();
  };
  const onOff = enabled ? "off" : "on";
  return (
    <>
      <Button
        type="primary"
        loading={plan.isPending}
        onClick={() => plan.mutate({ params, body: { wait: false } }, { onSuccess: follow, onError })}
      >
        {t("act.preview")}
      </Button>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "run", label: t("act.run") },
            { key: "probe", label: t("act.probe") },
            ...(declared
              ? []
              : [
                  { key: "edit", label: t("act.edit") },
                  { key: "switch", label: t(`act.${onOff}`) },
                  { key: "remove", label: t("act.remove"), danger: true },
                ]),
          ],
          onClick: ({ key }) => {
            if (key === "edit") return void navigate({ to: "/ldap/targets/$id/edit", params } as never);
            setOpen(key as Open);
            if (key === "probe") probe.mutate({ params });
          },
        }}
      >
        <Button icon={<MoreOutlined />}>{t("act.more")}</Button>
      </Dropdown>
      <Modal
        open={open === "probe"}
        title={t("probe.title", { name })}
        width={640}
        onCancel={close}
        footer={
          <Button type="primary" onClick={close}>
            {t("probe.close")}
          </Button>
        }
      >
        {probe.isPending ? <PageSkeleton rows={4} /> : null}
        {probe.error ? <ErrorState error={probe.error} onRetry={() => probe.mutate({ params })} /> : null}
        {probe.data ? <ProbeReport probe={probe.data} /> : null}
      </Modal>
      <ConfirmDialog
        open={open === "run"}
        title={t("act.runAsk", { name })}
        confirm={t("act.run")}
        busy={run.isPending}
        onCancel={close}
        onConfirm={() => run.mutate({ params, body: { wait: false } }, { onSuccess: follow, onError })}
      >
        <p>{t("act.runAbout")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={open === "switch"}
        title={t(`act.${onOff}Ask`, { name })}
        confirm={t(`act.${onOff}`)}
        busy={update.isPending}
        onCancel={close}
        onConfirm={() => update.mutate({ params, body: { enabled: !enabled } }, { onSuccess: close, onError })}
      >
        <p>{t(`act.${onOff}About`)}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={open === "remove"}
        danger
        title={t("act.removeAsk", { name })}
        confirm={t("act.remove")}
        typed={{ text: name, label: t("act.removeType", { name }) }}
        busy={remove.isPending}
        onCancel={close}
        onConfirm={() =>
          remove.mutate({ params }, { onSuccess: () => void navigate({ to: "/ldap/targets" } as never), onError })
        }
      >
        <ul className="target-consequences">
          <li>{t("act.removeEntries")}</li>
          <li>{t("act.removeRuns")}</li>
          <li>{t("act.removeInstead")}</li>
        </ul>
      </ConfirmDialog>
    </>
  );
}
