import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { BareFrame } from "./bare-frame.tsx";
import { enterConsole } from "./enter-console.ts";
import { returnPath } from "./return-path.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** Sign in, and go on to where one was going. */
export function SignInPage() {
  const { t } = useTranslation("access");
  const navigate = useNavigate();
  const client = useQueryClient();
  const search = useSearch({ strict: false }) as { readonly return?: string; readonly chosen?: string };
  const setup = useQuery(queryOf(routes.getSetup));
  const onSignedIn = async () => {
    const path = await enterConsole(client, returnPath(search.return));
    await navigate({ href: path, replace: true });
  };
  return (
    <BareFrame title={t("signIn.title")} about={t("signIn.about")}>
      {search.chosen ? (
        <Alert type="success" showIcon title={t("signIn.passwordChosen")} className="sign-in-alert" />
      ) : null}
      {setup.data?.needed ? (
        <Alert type="info" showIcon title={t("signIn.setupNeeded")} className="sign-in-alert" />
      ) : null}
      <SignInForm onSignedIn={() => void onSignedIn()} />
      <p className="bare-foot">{t("signIn.forgot")}</p>
    </BareFrame>
  );
}
