import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Tabs } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { queryOf, routes } from "../../api/index.ts";
import { useSearchState } from "../../app/search.ts";
import { ErrorState, PageHeader, PageSkeleton } from "../../design/index.ts";
import { useMayEdit } from "./use-may-edit.ts";
import { UserActs } from "./user-acts.tsx";
import { UserExplanation } from "./user-explanation.tsx";
import { UserPlaces } from "./user-places.tsx";
import { UserProfile } from "./user-profile.tsx";
import { UserStatusPill } from "./user-status-pill.tsx";
import { UserTimeline } from "./user-timeline.tsx";
import "./people.css";

/** Apart, with its words: below what most come for. */
const UserAppPasswordsCard = lazy(async () => ({
  default: (await import("../app-passwords/index.ts")).UserAppPasswordsCard,
}));

const UserMessagesCard = lazy(async () => ({
  default: (await import("../notifications/index.ts")).UserMessagesCard,
}));

const TABS = ["profile", "timeline", "why"] as const;
const state = z.object({ tab: z.catch(z.optional(z.enum(TABS)), undefined) });

/** One person: who they are and who says so, what happened, and why they are as they are (ux.md 6.4). */
export function UserPage() {
  const { t } = useTranslation("people");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const [{ tab }, change] = useSearchState(state);
  const mayEdit = useMayEdit();
  const found = useQuery(queryOf(routes.getUser, { params: { id } }));
  if (found.isPending)
    return (
      <>
        <PageHeader title={t("person")} />
        <PageSkeleton rows={8} />
      </>
    );
  if (found.isError)
    return (
      <>
        <PageHeader title={t("person")} />
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        {/* Somebody who is not here can still be asked about. */}
        <UserExplanation name={id} />
      </>
    );
  const user = found.data;
  const pages = {
    profile: (
      <div className="person-grid">
        <UserProfile user={user} />
        <div className="person-stack">
          <UserPlaces user={user} />
          {user.service_account ? null : (
            <Suspense fallback={<PageSkeleton rows={2} />}>
              <UserAppPasswordsCard id={user.id} mayRevoke={mayEdit} />
              <UserMessagesCard id={user.id} maySend={mayEdit} />
            </Suspense>
          )}
        </div>
      </div>
    ),
    timeline: <UserTimeline id={user.id} />,
    why: <UserExplanation name={user.id} />,
  };
  return (
    <>
      <PageHeader
        title={user.name}
        aside={<UserStatusPill status={user.status} />}
        about={
          <>
            {user.username}
            {user.role === "member" ? null : ` · ${t(`app:role.${user.role}`)}`}
          </>
        }
        actions={<UserActs user={user} />}
      />
      <Tabs
        activeKey={tab ?? "profile"}
        onChange={(key) => change({ tab: key === "profile" ? undefined : (key as (typeof TABS)[number]) })}
        items={TABS.map((key) => ({
          key,
          label: t(`tab.${key}`),
          children: key === (tab ?? "profile") ? pages[key] : null,
        }))}
      />
    </>
  );
}
