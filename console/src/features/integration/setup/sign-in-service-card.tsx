import type { IntegrationDraftView } from "@larkbridge/contract";
import { Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../../design/index.ts";
import { ServiceAddress } from "../sign-in/service-address.tsx";
import { type SignInService, serviceOf } from "../sign-in/sign-in-service.ts";
import { TestSignInButton } from "../sign-in/test-sign-in-button.tsx";
import type { DraftState } from "./use-draft.ts";

/** A way to sign in, in step 4: the switch, and once it is on what is to be done in Feishu for it. */
export function SignInServiceCard(props: {
  readonly service: SignInService;
  readonly draft: IntegrationDraftView;
  readonly save: DraftState["save"];
}) {
  const { service, draft, save } = props;
  const { t } = useTranslation("integration");
  const { enabled, url } = serviceOf(draft, service);
  /** What was chosen while it is being saved. */
  const [chosen, setChosen] = useState<boolean | null>(null);
  const change = async (on: boolean) => {
    setChosen(on);
    try {
      await save(
        service === "singleSignOn" ? { single_sign_on: { enabled: on } } : { feishu_client_access: { enabled: on } },
      );
    } catch {
      // The head of the page says that it was not saved; the switch goes back.
    } finally {
      setChosen(null);
    }
  };
  const isOn = chosen ?? enabled;
  return (
    <Card
      title={t(`service.${service}`)}
      extra={<Switch aria-label={t(`service.${service}`)} checked={isOn} onChange={(on) => void change(on)} />}
    >
      <p className="setting-help">{t(`service.about.${service}`)}</p>
      {isOn ? (
        <>
          <ServiceAddress service={service} url={url} />
          {service === "singleSignOn" ? (
            <div className="card-actions">
              <TestSignInButton app="draft" page="/integrations/feishu/setup?step=4" />
              <p className="setting-help">{t("signIn.testHelp")}</p>
            </div>
          ) : null}
        </>
      ) : null}
    </Card>
  );
}
