import { useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, proofGiven, queryOf, routes, useCall } from "../../../api/index.ts";
import { useMe } from "../../../app/me.ts";
import { Card, ConfirmDialog, StatusPill } from "../../../design/index.ts";
import { feishuStart } from "../sign-in/return-path.ts";

/** One's own Feishu account: linked or not, and the way to change that. */
export function FeishuLinkCard() {
  const { t } = useTranslation("access");
  const me = useMe();
  const { message } = App.useApp();
  const methods = useQuery(queryOf(routes.getSignInMethods));
  const [asking, setAsking] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const unlink = useCall(routes.unlinkOwnFeishu, { refreshes: ["getMe", "listSessions"] });
  const link = async () => {
    // A link is a way in: the server makes one only shortly after the password was typed.
    const isProved = me.proved_until !== null && Date.parse(me.proved_until) > Date.now();
    if (!isProved && !(await proofGiven())) return;
    setLeaving(true);
    window.location.assign(feishuStart("/me", "link"));
  };
  const confirm = () =>
    unlink.mutate(
      {},
      {
        onSuccess: () => {
          setAsking(false);
          void message.success(t("feishuLink.unlinked"));
        },
        onError: (error) => {
          const { title, cure } = problemText(t, error);
          void message.error(`${title}${t("outcome.stop")}${cure}`);
        },
      },
    );
  const tone = me.feishu_linked ? "success" : "neutral";
  return (
    <Card
      title={t("feishuLink.title")}
      extra={<StatusPill tone={tone}>{t(me.feishu_linked ? "feishuLink.linked" : "feishuLink.none")}</StatusPill>}
    >
      <div className="stack">
        <p>{t(me.feishu_linked ? "feishuLink.aboutLinked" : "feishuLink.about")}</p>
        {me.feishu_linked ? (
          <div>
            <Button danger onClick={() => setAsking(true)}>
              {t("feishuLink.unlink")}
            </Button>
          </div>
        ) : methods.data?.feishu ? (
          <div>
            <Button loading={leaving} onClick={() => void link()}>
              {t("feishuLink.link")}
            </Button>
          </div>
        ) : methods.data ? (
          <p className="bare-foot">{t("feishuLink.off")}</p>
        ) : null}
      </div>
      <ConfirmDialog
        open={asking}
        title={t("feishuLink.unlinkAsk")}
        confirm={t("feishuLink.unlink")}
        danger
        busy={unlink.isPending}
        onCancel={() => setAsking(false)}
        onConfirm={confirm}
      >
        <p>{t(me.has_password ? "feishuLink.unlinkAbout" : "feishuLink.unlinkNoPassword")}</p>
      </ConfirmDialog>
    </Card>
  );
}
