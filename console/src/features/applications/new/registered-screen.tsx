import { Alert } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "../../../api/index.ts";
import { Card, LinkButton } from "../../../design/index.ts";
import { ClientSecretBox } from "../client-secret-box.tsx";
import { ConnectCard } from "../connect/connect-card.tsx";
import type { Registered } from "./registered.ts";

/** The end of a registration: the secret, once, and what the application is told. */
export function RegisteredScreen(props: { readonly registered: Registered; readonly accessProblem: unknown }) {
  const { t } = useTranslation("applications");
  const { application, client_secret: secret } = props.registered;
  const problem = props.accessProblem ? problemText(t, props.accessProblem) : null;
  useAskBeforeLeaving(secret !== null);
  return (
    <div className="app-stack">
      {problem ? (
        <Alert
          type="warning"
          showIcon
          title={t("new.accessFailed")}
          description={`${problem.title}${t("stop")}${problem.cure}`}
        />
      ) : null}
      {secret === null ? (
        <Alert type="success" showIcon title={t("secret.none")} />
      ) : (
        <Card title={t("secret.title")}>
          <ClientSecretBox secret={secret} />
        </Card>
      )}
      <ConnectCard application={application} />
      <footer className="app-footer">
        <LinkButton type="primary" to={`/applications/${application.id}`}>
          {t(secret === null ? "new.open" : "new.copied")}
        </LinkButton>
      </footer>
    </div>
  );
}

/** The browser asks before it throws away what is never shown again. */
function useAskBeforeLeaving(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isWanted]);
}
