import type { AppPasswordView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { ConfirmDialog, ProblemLine } from "../../design/index.ts";

/** Asks before an app password is revoked, and says what ends with it. */
export function RevokeDialog(props: {
  readonly password: AppPasswordView;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onRevoke: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(["app-passwords", "ldap-problems"]);
  return (
    <ConfirmDialog
      open
      danger
      title={t("revokeAsk", { name: props.password.name })}
      confirm={t("revoke")}
      busy={props.busy}
      onCancel={props.onClose}
      onConfirm={props.onRevoke}
    >
      <p>{t("revokeAbout")}</p>
      <ProblemLine error={props.error} />
    </ConfirmDialog>
  );
}
