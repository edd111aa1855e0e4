import { useTranslation } from "react-i18next";
import { SecretBox } from "../../design/index.ts";

/** A client secret, shown this once. */
export function ClientSecretBox({ secret }: { readonly secret: string }) {
  const { t } = useTranslation("applications");
  return <SecretBox secret={secret} about={t("secret.about")} what={t("secret.name")} copy={t("secret.copy")} />;
}
