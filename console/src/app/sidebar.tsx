import {
  ApartmentOutlined,
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  DatabaseOutlined,
  HomeOutlined,
  KeyOutlined,
  LinkOutlined,
  MessageOutlined,
  NotificationOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  SyncOutlined,
  TeamOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { Link, useLocation } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { features } from "./features.ts";
import { useMe } from "./me.ts";
import { currentEntry, type NavigationName, navigationFor } from "./navigation.ts";

const ICONS: Readonly<Record<NavigationName, ComponentType<{ "aria-hidden": true }>>> = {
  portal: AppstoreOutlined,
  appPasswords: KeyOutlined,
  overview: HomeOutlined,
  users: UserOutlined,
  departments: ApartmentOutlined,
  groups: TeamOutlined,
  bindings: LinkOutlined,
  integrations: ApiOutlined,
  syncRuns: SyncOutlined,
  notifications: MessageOutlined,
  webhooks: NotificationOutlined,
  applications: AppstoreOutlined,
  ldap: DatabaseOutlined,
  audit: AuditOutlined,
  operators: SafetyCertificateOutlined,
  tokens: KeyOutlined,
  settings: SettingOutlined,
};

/** The navigation: what exists and this person may open. */
export function Sidebar() {
  const { t } = useTranslation("app");
  const me = useMe();
  const current = useLocation({ select: (location) => currentEntry(location.pathname) });
  const groups = navigationFor(
    me.role,
    features.flatMap((feature) => feature.routes),
  );
  return (
    <div className="shell-side">
      <Link to="/" className="shell-brand">
        <img src="/mark.svg" alt="" width={26} height={26} />
        <span>Larkbridge</span>
      </Link>
      <nav aria-label={t("nav.label")}>
        {groups.map((group, index) => (
          <div key={group.name}>
            {index > 0 && group.name !== "directory" ? (
              <p className="shell-group">{t(`nav.group.${group.name}`)}</p>
            ) : null}
            <ul>
              {group.items.map((item) => {
                const Icon = ICONS[item.name];
                return (
                  <li key={item.name}>
                    <Link
                      to={item.path}
                      className="shell-entry"
                      title={t(`nav.${item.name}`)}
                      aria-current={current === item.path ? "page" : undefined}
                    >
                      <Icon aria-hidden />
                      <span>{t(`nav.${item.name}`)}</span>
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  );
}
