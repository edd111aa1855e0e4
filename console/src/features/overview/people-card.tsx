import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { Card, Count, ErrorState, PageSkeleton } from "../../design/index.ts";

/** How many people there are. */
export function PeopleCard() {
  const { t } = useTranslation("overview");
  const active = useQuery(queryOf(routes.listUsers, { query: { status: "active", limit: 1 } }));
  const disabled = useQuery(queryOf(routes.listUsers, { query: { status: "disabled", limit: 1 } }));
  const failed = [active, disabled].find((query) => query.isError);
  const numbers = [
    { key: "active", to: "/users", total: active.data?.total },
    { key: "disabled", to: "/users", total: disabled.data?.total },
  ];
  // A list that is not counted says nothing here.
  const counted = numbers.flatMap((one) => (typeof one.total === "number" ? [{ ...one, total: one.total }] : []));
  return (
    <Card title={t("people.title")}>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : active.isPending || disabled.isPending ? (
        <PageSkeleton rows={1} />
      ) : (
        <div className="overview-numbers">
          {counted.map(({ key, to, total }) => (
            <Link key={key} to={to}>
              <span className="overview-number">
                <Count value={total} />
              </span>
              <span>{t(`people.${key}`)}</span>
            </Link>
          ))}
        </div>
      )}
    </Card>
  );
}
