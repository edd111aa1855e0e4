import { useTranslation } from "react-i18next";
import { CopyButton } from "../../../design/index.ts";

/** How to make an app in Feishu's developer console (S2), with what to copy. */
export function AppGuide({ openUrl }: { readonly openUrl: string }) {
  const { t } = useTranslation("integration");
  return (
    <ol className="guide">
      <li>
        <a href={`${openUrl}/app`} target="_blank" rel="noreferrer">
          {t("guide.open")}
        </a>
      </li>
      <li>{t("guide.create")}</li>
      <li>
        {t("guide.name")} <CopyButton text="Larkbridge" what={t("guide.nameWhat")} label={t("guide.copyName")} />
      </li>
      <li>
        {t("guide.description")}{" "}
        <CopyButton
          text={t("guide.descriptionText")}
          what={t("guide.descriptionWhat")}
          label={t("guide.copyDescription")}
        />
      </li>
      <li>{t("guide.icon")}</li>
      <li>{t("guide.copy")}</li>
    </ol>
  );
}
