import type { FeishuIntegrationView } from "@larkbridge/contract";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card, StatusPill } from "../../../design/index.ts";
import { ServiceAddress } from "../sign-in/service-address.tsx";
import { type SignInService, serviceOf } from "../sign-in/sign-in-service.ts";
import { TestSignInButton } from "../sign-in/test-sign-in-button.tsx";
import { SwitchServiceDialog } from "./switch-service-dialog.tsx";

/** A way to sign in on the details page: its state, its address, and the switch with its dialogs. */
export function SignInServiceCard(props: {
  readonly service: SignInService;
  readonly integration: FeishuIntegrationView;
  /** An operator looks, whoever declared the integration. */
  readonly mayTest: boolean;
  readonly mayChange: boolean;
}) {
  const { service, integration, mayTest, mayChange } = props;
  const { t } = useTranslation("integration");
  const [asking, setAsking] = useState(false);
  const { enabled, url } = serviceOf(integration.services, service);
  const canTest = mayTest && service === "singleSignOn";
  return (
    <Card
      title={t(`service.${service}`)}
      extra={
        enabled ? (
          <StatusPill tone="success">{t("service.on")}</StatusPill>
        ) : (
          <StatusPill tone="neutral">{t("service.off")}</StatusPill>
        )
      }
    >
      <p className="setting-help">{t(`service.about.${service}`)}</p>
      <ServiceAddress service={service} url={url} />
      {mayChange || canTest ? (
        <div className="card-actions">
          {mayChange && !enabled ? (
            <Button onClick={() => setAsking(true)}>{t(`signIn.enable.${service}`)}</Button>
          ) : null}
          {canTest ? <TestSignInButton app="integration" page="/integrations/feishu" /> : null}
          {mayChange && enabled ? (
            <Button danger onClick={() => setAsking(true)}>
              {t(`signIn.disable.${service}`)}
            </Button>
          ) : null}
        </div>
      ) : null}
      <SwitchServiceDialog service={service} isOn={enabled} url={url} open={asking} onClose={() => setAsking(false)} />
    </Card>
  );
}
