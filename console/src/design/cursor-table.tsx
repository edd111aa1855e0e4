import type { RequestOf, RouteContract } from "@larkbridge/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type ApiProblem, queryOf, type RouteHandle } from "../api/index.ts";
import { formatNumber } from "../i18n/format.ts";
import { currentLanguage } from "../i18n/index.ts";
import { CsvButton } from "./csv-button.tsx";
import { type DataColumn, DataTable } from "./data-table.tsx";
import { EmptyState, ErrorState, PageSkeleton } from "./states.tsx";

/** A page of a list, as every list of the contract answers. */
interface Page<Row> {
  readonly items: readonly Row[];
  readonly next_cursor: string | null;
  readonly total: number | null;
}

const PAGE_SIZES = [20, 50, 100, 200];
/** Above this a total is an estimate of the database (ux.md 2.5). */
const EXACT_UP_TO = 10_000;

/**
 * A list read page by page from the server. The cursor and page size live in the URL (`cursor`, `limit`) beside the
 * page's own filters, which the caller reads with `useSearchState` and hands in as `query`. Reads again every
 * `refreshMs` when given.
 */
export function CursorTable<Row extends object, Route extends RouteContract>(props: {
  readonly route: RouteHandle<Route>;
  readonly params?: RequestOf<Route>["params"];
  readonly query?: Readonly<Record<string, unknown>>;
  /** What the table is called, for screen readers. */
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Filters, above the table. */
  readonly filters?: ReactNode;
  /** Shown instead of the table when nothing is there. */
  readonly empty: ReactNode;
  /** Given while filters are set: takes them away. Then an empty list says that nothing matches. */
  readonly onClear?: (() => void) | undefined;
  /** Offers the whole list as a file. */
  readonly csv?: boolean;
  readonly refreshMs?: number;
  /** Rows open to show more. */
  readonly expandable?: { readonly expandedRowRender: (row: Row) => ReactNode };
}) {
  const { t } = useTranslation("design");
  const search = useSearch({ strict: false }) as { readonly cursor?: string; readonly limit?: string };
  const navigate = useNavigate();
  /** The cursors that led here; unknown after a reload, when only the first page can be offered. */
  const trail = useRef<(string | undefined)[]>([]);
  const limit = PAGE_SIZES.includes(Number(search.limit)) ? Number(search.limit) : 50;
  const request = {
    ...(props.params === undefined ? {} : { params: props.params }),
    query: { ...props.query, limit, ...(search.cursor ? { cursor: search.cursor } : {}) },
  } as unknown as RequestOf<Route>;
  const list = useQuery({
    ...queryOf(props.route, request),
    placeholderData: keepPreviousData,
    refetchInterval: props.refreshMs ?? false,
  });
  const page = list.data as Page<Row> | undefined;
  const go = (change: { cursor?: string | undefined; limit?: number }) =>
    void navigate({ to: ".", search: ((before: object) => ({ ...before, ...change })) as never });

  if (list.isError && page === undefined)
    return (
      <>
        {props.filters ? <div className="list-bar">{props.filters}</div> : null}
        <ErrorState error={list.error as ApiProblem} onRetry={() => void list.refetch()} />
      </>
    );
  const isEmpty = page !== undefined && page.items.length === 0 && search.cursor === undefined;
  return (
    <>
      {props.filters || page?.total || props.csv ? (
        <div className="list-bar">
          {props.filters}
          <div className="list-bar-end">
            <span aria-live="polite" className="tabular">
              {page?.total ? totalText(page.total) : null}
            </span>
            {props.csv && !isEmpty ? <CsvButton route={props.route} params={props.params} query={props.query} /> : null}
          </div>
        </div>
      ) : null}
      {page === undefined ? (
        <div style={{ padding: 20 }}>
          <PageSkeleton rows={8} />
        </div>
      ) : isEmpty ? (
        props.onClear ? (
          <EmptyState
            title={t("list.nothing")}
            about={t("list.nothingAbout")}
            action={<Button onClick={props.onClear}>{t("list.clear")}</Button>}
          />
        ) : (
          props.empty
        )
      ) : (
        <section className="list-scroll" aria-label={props.label} aria-busy={list.isFetching}>
          <DataTable<Row>
            label={props.label}
            columns={props.columns}
            rows={page.items}
            rowKey={props.rowKey}
            expanded={props.expandable?.expandedRowRender}
          />
        </section>
      )}
      {page !== undefined && !isEmpty ? (
        <nav className="list-foot" aria-label={props.label}>
          <span>{t("list.size")}</span>
          <Select
            size="small"
            value={limit}
            aria-label={t("list.size")}
            options={PAGE_SIZES.map((size) => ({ value: size, label: String(size) }))}
            onChange={(size) => {
              trail.current = [];
              go({ limit: size, cursor: undefined });
            }}
          />
          <Button
            size="small"
            disabled={search.cursor === undefined}
            onClick={() => {
              const before = trail.current.pop();
              go({ cursor: before });
            }}
          >
            {trail.current.length > 0 || search.cursor === undefined ? t("list.previous") : t("list.first")}
          </Button>
          <Button
            size="small"
            disabled={page.next_cursor === null}
            onClick={() => {
              trail.current.push(search.cursor);
              go({ cursor: page.next_cursor ?? undefined });
            }}
          >
            {t("list.next")}
          </Button>
        </nav>
      ) : null}
    </>
  );

  function totalText(total: number): string {
    const shown = formatNumber(total, currentLanguage());
    return t(total > EXACT_UP_TO ? "list.about" : "list.total", { total: shown });
  }
}
