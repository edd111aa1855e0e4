import { useTranslation } from "react-i18next";
import { SecretBox } from "../../../design/index.ts";

/** The password of a service account, shown this once. */
export function AccountPasswordBox({ password }: { readonly password: string }) {
  const { t } = useTranslation("ldap");
  return <SecretBox secret={password} about={t("password.once")} what={t("password.name")} copy={t("password.copy")} />;
}
