import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../design/index.ts";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import { ReasonList } from "./reason-list.tsx";
import "./sync.css";
import type { Reason } from "./types.ts";

/**
 * What is held, why, and the two ways out. Approving asks to type the number, and holds once only. `approving` says what follows;
 * the acts call `done` when they succeeded.
 */
export function HeldBox(props: {
  readonly heldCount: number;
  readonly reasons: readonly Reason[];
  readonly words?: "sync" | "ldap-targets";
  readonly mayAct: boolean;
  readonly busy: boolean;
  readonly approving: ReactNode;
  readonly onApprove: (done: () => void) => void;
  readonly onReject: (done: () => void) => void;
}) {
  const { t } = useTranslation("sync");
  const [asked, setAsked] = useState<"approve" | "reject" | null>(null);
  const close = () => setAsked(null);
  const count = formatNumber(props.heldCount, currentLanguage());
  return (
    <section className="held" aria-labelledby="held-title">
      <div>
        <h2 id="held-title">{t("held.title", { count })}</h2>
        <ReasonList reasons={props.reasons} words={props.words ?? "sync"} />
        <p>{t("held.about")}</p>
      </div>
      {props.mayAct ? (
        <div className="held-acts">
          <Button onClick={() => setAsked("reject")}>{t("held.reject")}</Button>
          <Button danger onClick={() => setAsked("approve")}>
            {t("held.approve")}
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        open={asked === "approve"}
        title={t("held.approveTitle", { count })}
        confirm={t("held.approveConfirm", { count })}
        danger
        busy={props.busy}
        typed={{ text: String(props.heldCount), label: t("held.type", { count: String(props.heldCount) }) }}
        onCancel={close}
        onConfirm={() => props.onApprove(close)}
      >
        <p>{props.approving}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === "reject"}
        title={t("held.rejectTitle", { count })}
        confirm={t("held.reject")}
        busy={props.busy}
        onCancel={close}
        onConfirm={() => props.onReject(close)}
      >
        <p>{t("held.rejectAbout")}</p>
      </ConfirmDialog>
    </section>
  );
}
