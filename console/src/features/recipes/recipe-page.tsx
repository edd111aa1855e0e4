import type { LdapServiceAccountView, LdapStateView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { queryOf, routes } from "../../api/index.ts";
import { useSearchState } from "../../app/search.ts";
import { Card, EmptyState, ErrorState, LinkButton, PageHeader, PageSkeleton, SnippetBox } from "../../design/index.ts";
import { RECIPES } from "./products/index.ts";
import { PASSWORD_PLACE, type Recipe } from "./recipe.ts";
import { recipeFacts, TRANSPORTS, transportsOf } from "./recipe-facts.ts";
import { SettingsTable } from "./settings-table.tsx";
import { useWords } from "./use-words.ts";
import { ValuesCard } from "./values-card.tsx";
import "./recipes.css";

const search = z.object({
  account: z.catch(z.optional(z.string()), undefined),
  transport: z.catch(z.optional(z.enum(TRANSPORTS)), undefined),
});

/** One product: its settings with our values in them, what to look out for, how to see that it works. */
export function RecipePage() {
  const { t } = useTranslation("recipes");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const state = useQuery(queryOf(routes.getLdap));
  const accounts = useQuery(queryOf(routes.listLdapServiceAccounts));
  const recipe = RECIPES.find((candidate) => candidate.id === id);
  const title = recipe?.product ?? t("recipe");
  const failed = state.isError ? state : accounts.isError ? accounts : null;
  if (recipe === undefined)
    return (
      <>
        <PageHeader title={title} />
        <EmptyState title={t("unknown")} action={<LinkButton to="/ldap/recipes">{t("all")}</LinkButton>} />
      </>
    );
  if (failed !== null || state.data === undefined || accounts.data === undefined)
    return (
      <>
        <PageHeader title={title} />
        {failed ? <ErrorState error={failed.error} onRetry={() => void failed.refetch()} /> : <PageSkeleton />}
      </>
    );
  return <FilledRecipe recipe={recipe} state={state.data} accounts={accounts.data.items} />;
}

function FilledRecipe(props: {
  readonly recipe: Recipe;
  readonly state: LdapStateView;
  readonly accounts: readonly LdapServiceAccountView[];
}) {
  const { recipe, state, accounts } = props;
  const { t } = useTranslation("recipes");
  const say = useWords();
  const [chosen, change] = useSearchState(search);
  const known = recipe.transports ?? TRANSPORTS;
  const transports = transportsOf(state).filter((candidate) => known.includes(candidate));
  const transport = transports.find((candidate) => candidate === chosen.transport) ?? transports[0] ?? "ldaps";
  const account = accounts.find(({ id }) => id === chosen.account) ?? accounts.find(({ enabled }) => enabled) ?? null;
  const facts = recipeFacts(state, account, transport);
  const snippets = recipe.snippets?.(facts) ?? [];
  return (
    <>
      <PageHeader title={recipe.product} about={say(recipe.about)} />
      <div className="recipe-stack">
        <ValuesCard
          state={state}
          facts={facts}
          accounts={accounts}
          account={account}
          transports={transports}
          onChoose={(patch) => change(patch, { replace: true })}
        />
        {recipe.settings ? <SettingsTable place={recipe.place} settings={recipe.settings(facts)} /> : null}
        {snippets.length > 0 ? (
          <Card title={t("snippets")}>
            <div className="recipe-stack">
              {snippets.map(({ name, text }) => (
                <SnippetBox key={name} name={name} text={text} copy={t("copy")} />
              ))}
            </div>
            {snippets.some(({ text }) => text.includes(PASSWORD_PLACE)) ? (
              <p className="recipe-help">{t("passwordPlace", { place: PASSWORD_PLACE })}</p>
            ) : null}
          </Card>
        ) : null}
        <Card title={t("traps")}>
          <ul className="recipe-list">
            {recipe.traps.map((trap) => (
              <li key={trap.en}>{say(trap)}</li>
            ))}
          </ul>
        </Card>
        <Card title={t("tests")}>
          <ul className="recipe-list">
            {recipe.tests.map((test) => (
              <li key={test.en}>{say(test)}</li>
            ))}
          </ul>
          {recipe.tryLine ? (
            <div className="recipe-try">
              <SnippetBox name="sh" text={recipe.tryLine(facts)} copy={t("copy")} />
            </div>
          ) : null}
          <p className="recipe-help">{t("elsewhere")}</p>
        </Card>
      </div>
    </>
  );
}
