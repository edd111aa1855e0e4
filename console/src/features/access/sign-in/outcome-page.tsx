import type { FeishuOutcomeView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { ApiProblem, codeText, queryOf, routes } from "../../../api/index.ts";
import { ErrorState, PageSkeleton } from "../../../design/index.ts";
import { BareFrame } from "./bare-frame.tsx";
import { tellOutcome } from "./outcome.ts";
import { feishuStart, isServerPath, returnPath } from "./return-path.ts";

/** How a sign-in with Feishu ended, for whom it did not simply let in. */
export function OutcomePage() {
  const { t } = useTranslation("access");
  const outcome = useQuery({ ...queryOf(routes.getFeishuOutcome, {}, { onLostSession: "throw" }), retry: false });
  const isNone = outcome.error instanceof ApiProblem && outcome.error.code === "feishu_outcome_not_found";
  return (
    <BareFrame title={t("outcome.title")}>
      {outcome.isPending ? <PageSkeleton rows={4} /> : null}
      {outcome.data ? <Told outcome={outcome.data} /> : null}
      {isNone ? (
        <>
          <Alert type="info" showIcon title={t("outcome.none")} description={t("outcome.noneAbout")} />
          <div className="outcome-acts">
            <Button type="primary" size="large" block href="/login">
              {t("outcome.toSignIn")}
            </Button>
          </div>
        </>
      ) : null}
      {outcome.isError && !isNone ? <ErrorState error={outcome.error} onRetry={() => void outcome.refetch()} /> : null}
    </BareFrame>
  );
}

function Told({ outcome }: { readonly outcome: FeishuOutcomeView }) {
  const { t } = useTranslation("access");
  const { tone, sentence, offers } = tellOutcome(outcome);
  const names = {
    person: outcome.person?.name ?? outcome.person?.email ?? t("outcome.somebody"),
    account: outcome.account?.username ?? "",
  };
  return (
    <>
      <Alert type={tone} showIcon title={t(`outcome.${sentence}`, names)} description={<Reason outcome={outcome} />} />
      <div className="outcome-acts">
        {offers.map((offer, at) => (
          <Offer key={offer} offer={offer} outcome={outcome} primary={at === 0} />
        ))}
      </div>
    </>
  );
}

/** Why it was refused, what to do, and Feishu's own code for those who look it up. */
function Reason({ outcome }: { readonly outcome: FeishuOutcomeView }) {
  const { t } = useTranslation("access");
  if (outcome.code === null)
    return outcome.person?.email ? t("outcome.email", { email: outcome.person.email }) : undefined;
  const { title, cure } = codeText(t, outcome.code);
  const { code, username } = outcome.values;
  return (
    <>
      <p>
        <strong>{title}</strong>
        {typeof username === "string" ? ` · ${username}` : null}
      </p>
      <p>{cure}</p>
      {code === undefined ? null : <p className="outcome-code">{t("outcome.code", { code: String(code) })}</p>}
    </>
  );
}

function Offer(props: {
  readonly offer: "goOn" | "again" | "password" | "close";
  readonly outcome: FeishuOutcomeView;
  readonly primary: boolean;
}) {
  const { t } = useTranslation("access");
  const { purpose, return_to: asked } = props.outcome;
  const path = returnPath(asked);
  const look = { size: "large", block: true, type: props.primary ? "primary" : "default" } as const;
  switch (props.offer) {
    case "close":
      return (
        <Button {...look} onClick={() => closeWindow(path)}>
          {t("outcome.close")}
        </Button>
      );
    case "goOn":
      // By the browser: what the console held before the sign-in is no longer true.
      return (
        <Button {...look} href={isServerPath(path) && purpose !== "sign_in" ? "/" : path}>
          {t(purpose === "sign_in" ? "outcome.goOn" : "outcome.back")}
        </Button>
      );
    case "again":
      return (
        <Button {...look} href={feishuStart(path, purpose === "link" ? "link" : "sign_in")}>
          {t("outcome.again")}
        </Button>
      );
    case "password":
      return (
        <Button {...look} href={`/login?return=${encodeURIComponent(path)}`}>
          {t("outcome.password")}
        </Button>
      );
  }
}

/** Closes the window of a test; where a browser does not let it, goes back to the page the test came from. */
function closeWindow(path: string): void {
  window.close();
  setTimeout(() => window.location.assign(path), 300);
}
