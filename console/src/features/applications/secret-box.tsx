import { useTranslation } from "react-i18next";
import { CopyButton, Mono } from "../../design/index.ts";

/** A client secret, shown this once. */
export function SecretBox({ secret }: { readonly secret: string }) {
  const { t } = useTranslation("applications");
  return (
    <div className="app-stack">
      <p>{t("secret.about")}</p>
      <p className="secret-box">
        <Mono>{secret}</Mono>
      </p>
      <div>
        <CopyButton text={secret} what={t("secret.name")} label={t("secret.copy")} />
      </div>
    </div>
  );
}
