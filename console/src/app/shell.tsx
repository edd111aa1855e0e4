import { Outlet } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { PageSkeleton } from "../design/index.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Crumbs } from "./crumbs.tsx";
import { OfflineBar } from "./offline-bar.tsx";
import { SessionDialog } from "./session-dialog.tsx";
import "./shell.css";
import { Sidebar } from "./sidebar.tsx";

/** The frame of every page behind the sign-in. */
export function Shell() {
  const { t } = useTranslation("app");
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
    </>
  );
}
