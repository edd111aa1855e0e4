import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Timeline } from "antd";
import { useTranslation } from "react-i18next";
import { call, queryOf, routes } from "../../api/index.ts";
import { Card, EmptyState, ErrorState, PageSkeleton, Time } from "../../design/index.ts";
import { FieldChanges } from "../audit/index.ts";
import type { HistoryEntry } from "./types.ts";

/** What happened to a person, newest first: what syncs changed and what people did. */
export function UserTimeline({ id }: { readonly id: string }) {
  const { t } = useTranslation("people");
  const history = useInfiniteQuery({
    queryKey: ["listUserHistory", { id, paged: true }],
    queryFn: ({ pageParam, signal }) =>
      call(
        routes.listUserHistory,
        { params: { id }, query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (history.isPending) return <PageSkeleton rows={6} />;
  if (history.isError) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  const entries = history.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) return <EmptyState title={t("timeline.empty")} about={t("timeline.emptyAbout")} />;
  return (
    <Card>
      <Timeline
        items={entries.map((entry, at) => ({
          key: `${entry.at}-${at}`,
          content: <TimelineEntry entry={entry} />,
        }))}
      />
      {history.hasNextPage ? (
        <Button loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t("timeline.more")}
        </Button>
      ) : null}
    </Card>
  );
}

function TimelineEntry({ entry }: { readonly entry: HistoryEntry }) {
  const { t } = useTranslation("people");
  const { t: act } = useTranslation("audit");
  return (
    <div className="person-stack" style={{ gap: 4 }}>
      <div className="person-field" style={{ justifyContent: "flex-start" }}>
        <strong>{act(`action.${entry.action.replaceAll(".", "_")}`, { defaultValue: entry.action })}</strong>
        {entry.department_id ? <DepartmentName id={entry.department_id} /> : null}
        <Time at={entry.at} />
        <span className="person-source">
          {entry.actor.name}
          {entry.run ? (
            <>
              {" · "}
              <Link to="/sync-runs/$id" params={{ id: entry.run } as never}>
                {t("timeline.run", { id: entry.run })}
              </Link>
            </>
          ) : null}
        </span>
      </div>
      <FieldChanges before={entry.before} after={entry.after} />
    </div>
  );
}

/** The department a membership is of; the id for one that is gone. */
function DepartmentName({ id }: { readonly id: string }) {
  const found = useQuery({ ...queryOf(routes.getDepartment, { params: { id } }), retry: false });
  return <span>{found.data?.name ?? (found.isError ? id : "…")}</span>;
}
