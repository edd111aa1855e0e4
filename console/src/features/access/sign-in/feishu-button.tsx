import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { feishuStart } from "./return-path.ts";

/** The way in with Feishu, above the password; a whole navigation, for the server sends the browser on. */
export function FeishuButton({ path }: { readonly path: string }) {
  const { t } = useTranslation("access");
  return (
    <>
      <Button size="large" block href={feishuStart(path)}>
        {t("signIn.feishu")}
      </Button>
      <p className="sign-in-or">{t("signIn.orPassword")}</p>
    </>
  );
}
