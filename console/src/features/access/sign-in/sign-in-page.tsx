import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Alert } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { BareFrame } from "./bare-frame.tsx";
import { useEnterConsole } from "./enter-console.ts";
import { FeishuButton } from "./feishu-button.tsx";
import { returnPath } from "./return-path.ts";
import { SignInForm } from "./sign-in-form.tsx";
import { useSkipWhenSignedIn, useWaysIn } from "./use-ways-in.ts";

interface Asked {
  readonly return?: string;
  readonly chosen?: string;
  /** "1" where an application wants to see the person sign in again. */
  readonly again?: string;
}

/** Sign in, and go on to where one was going. */
export function SignInPage() {
  const { t } = useTranslation("access");
  const enter = useEnterConsole();
  const search = useSearch({ strict: false }) as Asked;
  const setup = useQuery(queryOf(routes.getSetup));
  const ways = useWaysIn();
  const path = returnPath(search.return);
  const isAgain = search.again === "1";
  const goOn = useCallback(() => void enter(path), [enter, path]);
  useSkipWhenSignedIn(isAgain, goOn);
  return (
    <BareFrame title={t("signIn.title")} about={t(isAgain ? "signIn.again" : "signIn.about")}>
      {search.chosen ? (
        <Alert type="success" showIcon title={t("signIn.passwordChosen")} className="sign-in-alert" />
      ) : null}
      {setup.data?.needed ? (
        <Alert type="info" showIcon title={t("signIn.setupNeeded")} className="sign-in-alert" />
      ) : null}
      {ways === undefined ? (
        <div className="sign-in-waiting" aria-busy="true" />
      ) : (
        <>
          {ways.feishu ? <FeishuButton path={path} /> : null}
          <SignInForm onSignedIn={goOn} autoFocus={!ways.feishu} />
          <p className="bare-foot">{t("signIn.forgot")}</p>
        </>
      )}
    </BareFrame>
  );
}
