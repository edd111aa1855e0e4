import { type ApiTokenView, routes, TOKEN_SCOPES, type TokenScope } from "@larkbridge/contract";
import { type Command, InvalidArgumentError } from "commander";
import { onAction, type Setup } from "../command.ts";
import type { GlobalOptions } from "../context.ts";
import { EXIT } from "../exit-status.ts";
import { readUpTo } from "../read-all.ts";
import { renderTable } from "../table.ts";
import { time } from "../text.ts";

const MOST_TOKENS = 1000;

/** Adds `tokens create`, `list` and `revoke`. */
export function addTokenCommands(program: Command, setup: Setup): void {
  const tokens = program.command("tokens").description("API tokens for machines");

  onAction<GlobalOptions & { readonly scope: TokenScope[]; readonly expires?: string }>(
    tokens
      .command("create")
      .description("make a token; it is shown this once")
      .argument("<name>", "what it is for")
      .requiredOption("--scope <scope>", `what it may do; may be repeated: ${TOKEN_SCOPES.join(", ")}`, collectScope)
      .option("--expires <date>", "a day or an instant, e.g. 2027-01-31", parseInstant),
    setup,
    async ({ output, client }, { scope, expires }, name) => {
      const body = { name: name as string, scopes: scope, expires_at: expires ?? null };
      const created = await client().call(routes.createApiToken, { body });
      if (output.json) output.printJson(created);
      else output.print(`${created.secret}\n\nToken ${created.token.id}. It is not shown again.`);
      return EXIT.done;
    },
  );

  onAction(tokens.command("list").description("tokens, newest first"), setup, async ({ output, client }) => {
    const { items } = await readUpTo<ApiTokenView>(client(), routes.listApiTokens, {}, MOST_TOKENS);
    if (output.json) output.printJson({ items });
    else output.print(items.length === 0 ? "No tokens." : renderTokens(items, output.width));
    return EXIT.done;
  });

  onAction(
    tokens.command("revoke").description("make a token worthless").argument("<id>", "id of the token"),
    setup,
    async ({ output, client }, _options, id) => {
      const token = await client().call(routes.revokeApiToken, { params: { id: id as string } });
      if (output.json) output.printJson(token);
      else output.print(`Token "${token.name}" is revoked.`);
      return EXIT.done;
    },
  );
}

function renderTokens(tokens: readonly ApiTokenView[], width: number): string {
  return renderTable(
    ["id", "name", "scopes", "state", "last used"].map((title) => ({ title })),
    tokens.map(({ id, name, scopes, revoked_at, expires_at, last_used_at }) => [
      id,
      name,
      scopes.join(" "),
      revoked_at !== null ? "revoked" : expires_at === null ? "valid" : `until ${time(expires_at)}`,
      last_used_at === null ? "never" : time(last_used_at),
    ]),
    width,
  );
}

function collectScope(value: string, before: readonly TokenScope[] | undefined): readonly TokenScope[] {
  const scope = TOKEN_SCOPES.find((known) => known === value);
  if (scope === undefined) throw new InvalidArgumentError(`Scopes are ${TOKEN_SCOPES.join(", ")}.`);
  return [...(before ?? []), scope];
}

function parseInstant(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError("A date such as 2027-01-31 is needed.");
  return new Date(at).toISOString();
}
