import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ChangePasswordForm } from "../me/change-password-form.tsx";
import { BareFrame } from "./bare-frame.tsx";
import { enterConsole } from "./enter-console.ts";

/** Between signing in with a password somebody else chose, and everything else. */
export function NewPasswordPage() {
  const { t } = useTranslation("access");
  const navigate = useNavigate();
  const client = useQueryClient();
  const onChanged = async () => navigate({ href: await enterConsole(client, "/"), replace: true });
  return (
    <BareFrame title={t("newPassword.title")} about={t("newPassword.about")}>
      <ChangePasswordForm submit={t("newPassword.submit")} onChanged={() => void onChanged()} />
    </BareFrame>
  );
}
