import type { ResponseOf } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input, type TableColumnsType, Tabs } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { type ContractRoutes, queryOf, routes } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { useSearchState } from "../../app/search.ts";
import {
  Card,
  Count,
  CursorTable,
  EmptyState,
  ErrorState,
  Mono,
  PageHeader,
  PageSkeleton,
  Time,
} from "../../design/index.ts";
import { UserStatusPill } from "../people/index.ts";
import { ConflictCard } from "./conflict-card.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import "./links.css";

type LinkRow = ResponseOf<ContractRoutes["listLinks"]>["items"][number];
type User = ResponseOf<ContractRoutes["listUsers"]>["items"][number];

const TABS = ["conflicts", "unlinked", "linked"] as const;
const state = z.object({
  tab: z.catch(z.optional(z.enum(TABS)), undefined),
  search: z.catch(z.optional(z.string()), undefined),
});

/** Who is linked to whom in Feishu, and what a person has to settle (ux.md 6.5). */
export function LinksPage() {
  const { t } = useTranslation("links");
  const [{ tab = "conflicts" }, change] = useSearchState(state);
  const conflicts = useQuery(queryOf(routes.listLinkConflicts));
  const pages = { conflicts: <Conflicts />, unlinked: <Unlinked />, linked: <Linked /> };
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} />
      <Tabs
        activeKey={tab}
        onChange={(key) => change({ tab: key as (typeof TABS)[number], search: undefined })}
        items={TABS.map((key) => ({
          key,
          label: (
            <>
              {t(`tab.${key}`)}
              {key === "conflicts" && conflicts.data && conflicts.data.items.length > 0 ? (
                <>
                  {" "}
                  <Count value={conflicts.data.items.length} />
                </>
              ) : null}
            </>
          ),
          children: key === tab ? pages[key] : null,
        }))}
      />
    </>
  );
}

function Conflicts() {
  const { t } = useTranslation("links");
  const found = useQuery(queryOf(routes.listLinkConflicts));
  if (found.isPending) return <PageSkeleton rows={6} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { items, truncated } = found.data;
  if (items.length === 0)
    return (
      <Card>
        <EmptyState title={t("conflicts.none")} about={t("conflicts.noneAbout")} />
      </Card>
    );
  return (
    <div className="links-stack">
      {truncated ? <p>{t("conflicts.truncated")}</p> : null}
      {items.map((conflict) => (
        <ConflictCard key={conflict.email} conflict={conflict} />
      ))}
    </div>
  );
}

function SearchBox() {
  const { t } = useTranslation("links");
  const [{ search }, change] = useSearchState(state);
  return (
    <Input.Search
      key={search ?? ""}
      allowClear
      style={{ width: 320 }}
      defaultValue={search}
      placeholder={t("search")}
      aria-label={t("search")}
      onSearch={(text) => change({ search: text.trim() || undefined }, { replace: true })}
    />
  );
}

function Unlinked() {
  const { t } = useTranslation("links");
  const [{ search }, change] = useSearchState(state);
  const me = useMe();
  const [chosen, setChosen] = useState<User | null>(null);
  const mayLink = me.role === "owner" || me.role === "administrator";
  const columns: TableColumnsType<User> = [
    { title: t("column.account"), key: "name", render: (_, user) => <Account {...user} /> },
    { title: t("column.email"), key: "email", render: (_, user) => user.email ?? "—" },
    { title: t("column.status"), key: "status", render: (_, user) => <UserStatusPill status={user.status} /> },
    ...(mayLink
      ? [
          {
            title: <span className="visually-hidden">{t("column.act")}</span>,
            key: "act",
            align: "right" as const,
            render: (_: unknown, user: User) => (
              <Button size="small" onClick={() => setChosen(user)}>
                {t("link")}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <Card flush>
      <CursorTable<User, never>
        route={routes.listUsers as never}
        query={{ linked: "false", search }}
        label={t("tab.unlinked")}
        columns={columns}
        rowKey={(user) => user.id}
        csv
        filters={<SearchBox />}
        empty={<EmptyState title={t("unlinked.none")} />}
        onClear={search === undefined ? undefined : () => change({ search: undefined })}
      />
      {chosen ? <LinkDialog open user={chosen} onClose={() => setChosen(null)} /> : null}
    </Card>
  );
}

function Linked() {
  const { t } = useTranslation("links");
  const [{ search }, change] = useSearchState(state);
  const columns: TableColumnsType<LinkRow> = [
    { title: t("column.account"), key: "name", render: (_, row) => <Account {...row.user} /> },
    { title: t("column.email"), key: "email", render: (_, row) => row.user.email ?? "—" },
    { title: "open_id", key: "open_id", render: (_, row) => <Mono>{row.open_id}</Mono> },
    { title: t("column.since"), key: "since", render: (_, row) => <Time at={row.linked_at} /> },
    { title: t("column.status"), key: "status", render: (_, row) => <UserStatusPill status={row.user.status} /> },
  ];
  return (
    <Card flush>
      <CursorTable<LinkRow, never>
        route={routes.listLinks as never}
        query={{ search }}
        label={t("tab.linked")}
        columns={columns}
        rowKey={(row) => row.user.id}
        csv
        filters={<SearchBox />}
        empty={<EmptyState title={t("linked.none")} about={t("linked.noneAbout")} />}
        onClear={search === undefined ? undefined : () => change({ search: undefined })}
      />
    </Card>
  );
}

function Account({ id, name, username }: { readonly id: string; readonly name: string; readonly username: string }) {
  return (
    <span className="links-account">
      <Link to="/users/$id" params={{ id } as never}>
        {name}
      </Link>
      <span>{username}</span>
    </span>
  );
}
