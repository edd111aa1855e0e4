import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog } from "../../../design/index.ts";
import { ServiceAddress } from "../sign-in/service-address.tsx";
import type { SignInService } from "../sign-in/sign-in-service.ts";
import { ConsequenceList } from "./consequence-list.tsx";

const REFRESHES = ["getFeishuIntegration", "listIntegrations", "getFeishuConsequences", "getSignInMethods"] as const;

/** Asks before a way to sign in is switched on (what has to be done in Feishu first) or off (what it means, S15). */
export function SwitchServiceDialog(props: {
  readonly service: SignInService;
  readonly isOn: boolean;
  readonly url: string;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const { service, isOn, open, onClose } = props;
  const { t } = useTranslation("integration");
  const signOn = useCall(routes.changeSingleSignOn, { refreshes: REFRESHES });
  const client = useCall(routes.changeFeishuClientAccess, { refreshes: REFRESHES });
  const change = service === "singleSignOn" ? signOn : client;
  const problem = change.error ? problemText(t, change.error) : null;
  const close = () => {
    change.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      open={open}
      danger={isOn}
      title={t(`signIn.${isOn ? "off" : "on"}.${service}`)}
      confirm={t(`signIn.${isOn ? "disable" : "enable"}.${service}`)}
      busy={change.isPending}
      onCancel={close}
      onConfirm={() => change.mutate({ body: { enabled: !isOn } }, { onSuccess: close })}
    >
      {isOn ? (
        <ConsequenceList ending={service} isSignInOn={service === "singleSignOn"} />
      ) : (
        <>
          <p>{t(`signIn.onAbout.${service}`)}</p>
          <ServiceAddress service={service} url={props.url} />
        </>
      )}
      {problem ? (
        <p className="setting-problem" role="alert">
          {problem.title}
          {t("health.stop")}
          {problem.cure}
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
