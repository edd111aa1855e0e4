import { AppstoreOutlined, BulbOutlined, GlobalOutlined, LogoutOutlined, UserOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Avatar, Button, Dropdown, type MenuProps } from "antd";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { call, routes, useCall } from "../api/index.ts";
import { chooseTheme, readThemeChoice, subscribeToTheme, THEME_CHOICES } from "../design/index.ts";
import { changeLanguage, LANGUAGE_NAMES, LANGUAGES } from "../i18n/index.ts";
import { useMe } from "./me.ts";

/** Language, theme, personal settings and the way out. */
export function AccountMenu() {
  const { t, i18n } = useTranslation("app");
  const me = useMe();
  const navigate = useNavigate();
  const theme = useSyncExternalStore(subscribeToTheme, readThemeChoice);
  const remember = useCall(routes.changePreferences, { refreshes: ["getMe"] });
  const leave = async () => {
    await call(routes.signOut, {}, { onLostSession: "throw" });
    // A whole new page: nothing of this person's stays in memory.
    location.assign("/login");
  };
  const items: MenuProps["items"] = [
    { key: "who", type: "group", label: `${me.name} · ${t(`role.${me.role}`)}` },
    {
      key: "portal",
      icon: <AppstoreOutlined />,
      label: t("account.portal"),
      onClick: () => void navigate({ to: "/portal" }),
    },
    { key: "me", icon: <UserOutlined />, label: t("account.me"), onClick: () => void navigate({ to: "/me" }) },
    {
      key: "language",
      icon: <GlobalOutlined />,
      label: t("account.language"),
      children: LANGUAGES.map((language) => ({
        key: language,
        label: LANGUAGE_NAMES[language],
        onClick: () => {
          void changeLanguage(language);
          remember.mutate({ body: { language } });
        },
      })),
    },
    {
      key: "theme",
      icon: <BulbOutlined />,
      label: t("account.theme"),
      children: THEME_CHOICES.map((choice) => ({
        key: choice,
        label: t(`theme.${choice}`),
        onClick: () => {
          chooseTheme(choice);
          remember.mutate({ body: { theme: choice === "system" ? null : choice } });
        },
      })),
    },
    { type: "divider" },
    { key: "out", icon: <LogoutOutlined />, label: t("account.signOut"), onClick: () => void leave() },
  ];
  return (
    <Dropdown menu={{ items, selectedKeys: [i18n.language, theme] }} trigger={["click"]} placement="bottomRight">
      <Button type="text" aria-label={t("account.menu", { name: me.name })}>
        <Avatar size={28} aria-hidden>
          {initialOf(me.name)}
        </Avatar>
      </Button>
    </Dropdown>
  );
}

/** One letter for the avatar: the first of a Latin name, the family name of a Chinese one. */
function initialOf(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? "?";
}
