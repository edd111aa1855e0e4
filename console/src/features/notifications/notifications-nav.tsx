import { useTranslation } from "react-i18next";
import { PageNav } from "../../design/index.ts";
import "./notifications.css";

const PLACES = [
  { name: "log", path: "/notifications" },
  { name: "batches", path: "/notifications/batches" },
  { name: "templates", path: "/notifications/templates" },
] as const;

/** The way between the pages of messages. */
export function NotificationsNav() {
  const { t } = useTranslation("notifications");
  const places = PLACES.map(({ name, path }) => ({ path, title: t(`nav.${name}`) }));
  return <PageNav label={t("nav.label")} places={places} />;
}
