import type { NotificationView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";

/** Whom a notification was meant for, in one line. */
export function RecipientsText({ recipients }: { readonly recipients: NotificationView["recipients"] }) {
  const { t } = useTranslation("notifications");
  const { users, groups, departments } = recipients;
  const parts = [
    ...departments.map(({ name, subtree }) => (subtree ? t("recipients.withBelow", { name }) : name)),
    ...groups,
    ...(users > 0 ? [t("recipients.people", { count: users, shown: formatNumber(users, currentLanguage()) })] : []),
  ];
  const text = parts.join(t("app:listSeparator"));
  return (
    <span className="message-recipients" title={text}>
      {text}
    </span>
  );
}
