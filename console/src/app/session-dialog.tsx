import { useQueryClient } from "@tanstack/react-query";
import { Modal } from "antd";
import { lazy, Suspense, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { isSessionLost, restoreSession, subscribeToSessionLoss } from "../api/index.ts";
import { PageSkeleton } from "../design/index.ts";
import { type Me, meQuery, useMe } from "./me.ts";
import { loadSignInForm } from "./slots.ts";

const SignInForm = lazy(async () => ({ default: await loadSignInForm() }));

/**
 * Asks to sign in again over the page whose session was lost. What was typed stays, and what was being sent is sent
 * again. When somebody else signs in, the page starts anew: it was not theirs.
 */
export function SessionDialog() {
  const { t } = useTranslation("app");
  const lost = useSyncExternalStore(subscribeToSessionLoss, isSessionLost);
  const client = useQueryClient();
  const before = useMe();
  const onSignedIn = async () => {
    const now = (await client.fetchQuery({ ...meQuery, staleTime: 0 })) as Me;
    if (now.id === before.id) restoreSession();
    else location.reload();
  };
  return (
    <Modal open={lost} title={t("sessionLost.title")} footer={null} closable={false} destroyOnHidden>
      <p>{t("sessionLost.about")}</p>
      <Suspense fallback={<PageSkeleton rows={3} />}>
        <SignInForm onSignedIn={() => void onSignedIn()} />
      </Suspense>
    </Modal>
  );
}
