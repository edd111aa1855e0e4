import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { codeText, queryOf, routes } from "../../api/index.ts";
import { Time } from "../../design/index.ts";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";

const REFRESH_MS = 10_000;

/** Why nothing goes out at present; nothing while messages are sent. */
export function SendingState() {
  const { t } = useTranslation("notifications");
  const { data } = useQuery({ ...queryOf(routes.getMessageStatus), refetchInterval: REFRESH_MS });
  if (data === undefined || data.state === "sending") return null;
  const { title, cure } = codeText(t, data.reason?.code ?? "message_notifications_off");
  const waiting = data.waiting > 0 ? t("sending.waiting", { count: data.waiting, shown: shown(data.waiting) }) : null;
  if (data.state === "off")
    return (
      <Alert
        type="info"
        showIcon
        className="page-note"
        title={title}
        description={
          <>
            {cure} {waiting} <Link to={"/integrations/feishu" as "/"}>{t("sending.settings")}</Link>
          </>
        }
      />
    );
  return (
    <Alert
      type="error"
      showIcon
      className="page-note"
      title={`${t("sending.stopped")} ${title}`}
      description={
        <>
          {cure} {waiting}
          <div>
            {data.since === null ? null : (
              <>
                {t("sending.since")} <Time at={data.since} />{" "}
              </>
            )}
            {data.next_try_at === null ? null : (
              <>
                · {t("sending.nextTry")} <Time at={data.next_try_at} />
              </>
            )}
          </div>
        </>
      }
    />
  );
}

const shown = (value: number) => formatNumber(value, currentLanguage());
