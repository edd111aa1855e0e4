import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { type ReactNode, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { giveStylesTheNonce, nonce } from "./style-nonce.ts";
import { themeConfig } from "./theme.ts";
import { readTheme, subscribeToTheme } from "./theme-choice.ts";

giveStylesTheNonce();

/** Readers who asked their system for less motion. */
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** Theme, language and messages of Ant Design for everything inside. */
export function DesignProvider({ children }: { readonly children: ReactNode }) {
  const theme = useSyncExternalStore(subscribeToTheme, readTheme);
  const { i18n } = useTranslation();
  return (
    <ConfigProvider
      theme={themeConfig(theme, !stillness.matches)}
      locale={i18n.language === "zh" ? zhCN : enUS}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      form={{ requiredMark: "optional", scrollToFirstError: { focus: true } }}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
