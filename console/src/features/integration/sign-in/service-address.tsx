import { useTranslation } from "react-i18next";
import { CopyButton, Mono } from "../../../design/index.ts";
import type { SignInService } from "./sign-in-service.ts";

/** The address of a service with what is to be done with it in Feishu's console. */
export function ServiceAddress({ service, url }: { readonly service: SignInService; readonly url: string }) {
  const { t } = useTranslation("integration");
  const name = t(`signIn.address.${service}`);
  return (
    <div className="service-address">
      <div className="service-address-line">
        <span className="setting-label">{name}</span>
        <Mono>{url}</Mono>
        <CopyButton text={url} what={name} />
      </div>
      <ol className="guide">
        {service === "singleSignOn" ? (
          <>
            <li>{t("signIn.guide.redirect")}</li>
            <li>{t("signIn.guide.redirectNow")}</li>
          </>
        ) : (
          <>
            <li>{t("signIn.guide.homepage")}</li>
            <li>{t("signIn.guide.homepageRedirect")}</li>
            <li>{t("signIn.guide.publish")}</li>
          </>
        )}
      </ol>
    </div>
  );
}
