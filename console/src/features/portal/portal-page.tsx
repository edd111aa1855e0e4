import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { queryOf, routes } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { useSearchState } from "../../app/search.ts";
import { EmptyState, ErrorState, LinkButton, PageHeader, PageSkeleton } from "../../design/index.ts";
import { lettersOf, MANY, matching } from "./matching.ts";
import "./portal.css";

const filters = z.object({ search: z.catch(z.optional(z.string()), undefined) });

/** The applications one may open, as cards; each opens in another tab. */
export function PortalPage() {
  const { t } = useTranslation("portal");
  const me = useMe();
  const [{ search = "" }, change] = useSearchState(filters);
  const list = useQuery(queryOf(routes.listPortalApplications));
  const all = list.data?.items ?? [];
  const shown = matching(all, search);
  const isOperator = me.role === "owner" || me.role === "administrator";
  return (
    <>
      <PageHeader
        title={t("title")}
        about={
          <>
            {t("about", { name: me.name })} <Link to="/me">{t("personal")}</Link> ·{" "}
            <Link to={"/app-passwords" as "/"}>{t("appPasswords")}</Link>
          </>
        }
        actions={
          all.length >= MANY ? (
            <Input.Search
              key={search}
              allowClear
              style={{ width: 260 }}
              defaultValue={search}
              placeholder={t("search")}
              aria-label={t("search")}
              onSearch={(text) => change({ search: text.trim() || undefined }, { replace: true })}
            />
          ) : null
        }
      />
      {list.isPending ? <PageSkeleton rows={6} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data && all.length === 0 ? (
        <EmptyState
          title={t("empty.title")}
          about={t(isOperator ? "empty.aboutOperator" : "empty.about")}
          action={
            isOperator ? (
              <LinkButton to="/applications">{t("empty.manage")}</LinkButton>
            ) : (
              <LinkButton to="/me">{t("personal")}</LinkButton>
            )
          }
        />
      ) : null}
      {all.length > 0 && shown.length === 0 ? (
        <EmptyState
          title={t("nothing")}
          action={<Button onClick={() => change({ search: undefined })}>{t("clear")}</Button>}
        />
      ) : null}
      {shown.length > 0 ? (
        <ul className="portal-cards" aria-label={t("title")}>
          {shown.map(({ id, name, description, home_url }) => (
            <li key={id}>
              <a className="portal-card" href={home_url} target="_blank" rel="noreferrer">
                <span className="portal-mark" aria-hidden>
                  {lettersOf(name)}
                </span>
                <span className="portal-words">
                  <strong title={name}>{name}</strong>
                  <span className="portal-about">{description || hostOf(home_url)}</span>
                </span>
                <span className="visually-hidden">{t("newTab")}</span>
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
