import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState, PageHeader } from "../design/index.ts";
import { RoleRefusal } from "./role-refusal.ts";

/** There is no such page. */
export function MissingPage() {
  const { t } = useTranslation("app");
  return (
    <>
      <PageHeader title={t("missing.title")} />
      <EmptyState title={t("missing.about")} action={<Link to="/">{t("missing.home")}</Link>} />
    </>
  );
}

/** A page that could not be shown: not for this role, or broken. */
export function PageFailed({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  const { t } = useTranslation("app");
  if (error instanceof RoleRefusal) {
    const roles = error.roles.map((role) => t(`role.${role}`)).join(t("listSeparator"));
    return (
      <>
        <PageHeader title={t("forbidden.title")} />
        <EmptyState
          title={t("forbidden.about", { roles })}
          about={t("forbidden.cure")}
          action={<Link to="/">{t("missing.home")}</Link>}
        />
      </>
    );
  }
  return (
    <>
      <PageHeader title={t("failed.title")} />
      <ErrorState error={error} onRetry={reset} />
    </>
  );
}
