import { Outlet } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { chooseTheme, PageSkeleton } from "../design/index.ts";
import { changeLanguage } from "../i18n/index.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Crumbs } from "./crumbs.tsx";
import { JumpSlot } from "./jump-slot.tsx";
import { useMe } from "./me.ts";
import { OfflineBar } from "./offline-bar.tsx";
import { ProofSlot } from "./proof-slot.tsx";
import { SessionDialog } from "./session-dialog.tsx";
import "./shell.css";
import { Sidebar } from "./sidebar.tsx";

/** The frame of every page behind the sign-in. */
export function Shell() {
  const { t } = useTranslation("app");
  const me = useMe();
  // Once a page load: what this person chose on another device. A choice made here was stored there as well.
  const { language, theme } = me;
  useEffect(() => {
    if (language !== null) void changeLanguage(language);
    if (theme !== null) chooseTheme(theme);
  }, [language, theme]);
  return (
    <>
      <a className="skip-link" href="#page">
        {t("skip")}
      </a>
      <div className="shell">
        <Sidebar />
        <div>
          <header className="shell-bar">
            <Crumbs />
            <JumpSlot />
            <AccountMenu />
          </header>
          <OfflineBar />
          <main className="shell-page" id="page" tabIndex={-1}>
            <Suspense fallback={<PageSkeleton />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </div>
      <SessionDialog />
      <ProofSlot />
    </>
  );
}
