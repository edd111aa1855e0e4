import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import "./notifications.css";

const PLACES = [
  { name: "log", path: "/notifications" },
  { name: "batches", path: "/notifications/batches" },
  { name: "templates", path: "/notifications/templates" },
] as const;

/** The way between the pages of messages. */
export function NotificationsNav() {
  const { t } = useTranslation("notifications");
  return (
    <nav className="page-nav" aria-label={t("nav.label")}>
      <ul>
        {PLACES.map((place) => (
          <li key={place.name}>
            <Link to={place.path as "/"} activeOptions={{ exact: true, includeSearch: false }}>
              {t(`nav.${place.name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
