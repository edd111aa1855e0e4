import { Form, Select } from "antd";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { Card, chooseTheme, readThemeChoice, subscribeToTheme, THEME_CHOICES } from "../../../design/index.ts";
import { changeLanguage, currentLanguage, LANGUAGE_NAMES, LANGUAGES } from "../../../i18n/index.ts";

/** Language and appearance, at once and for the next device. */
export function PreferencesCard() {
  const { t } = useTranslation("access");
  const theme = useSyncExternalStore(subscribeToTheme, readThemeChoice);
  const remember = useCall(routes.changePreferences, { refreshes: ["getMe"] });
  return (
    <Card title={t("preferences.title")}>
      <Form layout="vertical" className="field-width" component="div" requiredMark={false}>
        <Form.Item label={t("preferences.language")} htmlFor="preference-language">
          <Select
            id="preference-language"
            value={currentLanguage()}
            options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            onChange={(language) => {
              void changeLanguage(language);
              remember.mutate({ body: { language } });
            }}
          />
        </Form.Item>
        <Form.Item label={t("preferences.theme")} htmlFor="preference-theme">
          <Select
            id="preference-theme"
            value={theme}
            options={THEME_CHOICES.map((value) => ({ value, label: t(`preferences.themes.${value}`) }))}
            onChange={(choice) => {
              chooseTheme(choice);
              remember.mutate({ body: { theme: choice === "system" ? null : choice } });
            }}
          />
        </Form.Item>
      </Form>
    </Card>
  );
}
