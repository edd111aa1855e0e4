import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/index.ts";
import { LdapNav } from "../ldap/index.ts";
import { RECIPES } from "./products/index.ts";
import "./recipes.css";
import { useWords } from "./use-words.ts";

/** The products there is a recipe for. */
export function RecipesPage() {
  const { t } = useTranslation("recipes");
  const say = useWords();
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} />
      <LdapNav />
      <ul className="recipe-cards" aria-label={t("title")}>
        {RECIPES.map(({ id, product, about }) => (
          <li key={id}>
            <Link
              to={"/ldap/recipes/$id" as "/"}
              params={{ id } as never}
              search={true as never}
              className="recipe-card"
            >
              <strong>{product}</strong>
              <span>{say(about)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
