import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ChangePasswordForm } from "../me/change-password-form.tsx";
import { BareFrame } from "./bare-frame.tsx";
import { useEnterConsole } from "./enter-console.ts";
import { returnPath } from "./return-path.ts";

/** Between signing in with a password somebody else chose, and everything else. */
export function NewPasswordPage() {
  const { t } = useTranslation("access");
  const enter = useEnterConsole();
  const search = useSearch({ strict: false }) as { readonly return?: string };
  return (
    <BareFrame title={t("newPassword.title")} about={t("newPassword.about")}>
      <ChangePasswordForm submit={t("newPassword.submit")} onChanged={() => void enter(returnPath(search.return))} />
    </BareFrame>
  );
}
