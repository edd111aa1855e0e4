import { type ResponseOf, routes, type UserView } from "@larkbridge/contract";
import { type Command, Option } from "commander";
import { onAction, parseCount, type Setup } from "../command.ts";
import type { Context, GlobalOptions } from "../context.ts";
import { EXIT } from "../exit-status.ts";
import type { Colour } from "../output.ts";
import { readUpTo } from "../read-all.ts";
import { renderChange, renderIssues } from "../render/changes.ts";
import { renderTable } from "../table.ts";
import { count, plain } from "../text.ts";
import { type ExportFormat, exportRows } from "./export-rows.ts";
import { concludeRun } from "./sync-run.ts";

type Status = UserView["status"];
type ListOptions = GlobalOptions & {
  readonly search?: string;
  readonly status?: Status;
  readonly department?: string;
  readonly limit: number;
};

/** Adds `users list`, `export`, `explain` and `sync`. */
export function addUserCommands(program: Command, setup: Setup): void {
  const users = program.command("users").description("people of the directory");
  const statusOption = () => new Option("--status <status>", "only these").choices(["active", "disabled", "deleted"]);

  onAction<ListOptions>(
    users
      .command("list")
      .description("people, by name")
      .option("--search <text>", "part of name, username, e-mail, mobile or employee number")
      .addOption(statusOption())
      .option("--department <id>", "direct members of this department")
      .option("--limit <n>", "at most so many", parseCount, 50),
    setup,
    async (context, { search, status, department, limit }) => {
      const { output } = context;
      const page = await readUpTo<UserView>(
        context.client(),
        routes.listUsers,
        { query: { search, status, department } },
        limit,
      );
      if (output.json) output.printJson({ items: page.items, next_cursor: page.nextCursor, total: page.total });
      else if (page.items.length === 0)
        output.print("Nobody fits. `larkbridge users explain <who>` tells why somebody is absent.");
      else output.print(renderUsers(page.items, page.nextCursor !== null, page.total, output));
      return EXIT.done;
    },
  );

  onAction<GlobalOptions & { readonly format: ExportFormat; readonly status?: Status; readonly output?: string }>(
    users
      .command("export")
      .description("everybody, deleted people too, one a line")
      .addOption(new Option("--format <format>", "form of the lines").choices(["jsonl", "csv"]).default("jsonl"))
      .addOption(statusOption())
      .option("--output <file>", "write to a file instead of stdout"),
    setup,
    async (context, { format, status, output }) =>
      exportRows(context, routes.listUsers, { query: { status } }, format, output),
  );

  onAction(
    users
      .command("explain")
      .description("why somebody is, or is not, in the directory")
      .argument("<who>", "id, username, e-mail, mobile or Feishu id"),
    setup,
    async (context, _options, who) => {
      const { output } = context;
      const explanation = await context
        .client()
        .call(routes.explainUser, { params: { id: who as string } }, { patient: true });
      if (output.json) output.printJson(explanation);
      else output.print(renderExplanation(explanation, output));
      return EXIT.done;
    },
  );

  onAction<GlobalOptions & { readonly wait: boolean }>(
    users
      .command("sync")
      .description("sync one person now")
      .argument("<who>", "id, username, e-mail, mobile or Feishu id")
      .option("--no-wait", "return as soon as the run has begun"),
    setup,
    async (context, { wait }, who) =>
      concludeRun(context, await context.client().call(routes.syncUser, { params: { id: who as string } }), wait),
  );
}

function renderUsers(
  users: readonly UserView[],
  more: boolean,
  total: number | null,
  output: Context["output"],
): string {
  const table = renderTable(
    ["username", "name", "e-mail", "status", "origin", "departments", "id"].map((title) => ({ title })),
    users.map((user) => [
      user.username,
      user.name,
      user.email ?? "",
      user.status,
      user.origin,
      user.departments.map(({ name }) => name).join(", "),
      user.id,
    ]),
    output.width,
  );
  const rest = more
    ? `\n… more${total === null ? "" : `, ${count(total)} in all`} (--limit, or \`larkbridge users export\`)`
    : "";
  return table + rest;
}

const MARKS: Readonly<Record<"yes" | "no" | "unknown", readonly [Colour, string]>> = {
  yes: ["green", "yes    "],
  no: ["red", "no     "],
  unknown: ["gray", "unknown"],
};

function renderExplanation(explanation: ResponseOf<typeof routes.explainUser>, output: Context["output"]): string {
  const lines = [
    `${plain(explanation.query)}${explanation.user_id === null ? ": not in the directory" : `: user ${explanation.user_id}`}`,
    "",
    ...explanation.steps.map(
      ({ step, state, message }) =>
        `${output.paint(...MARKS[state])} ${step.replaceAll("_", " ").padEnd(17)} ${plain(message)}`,
    ),
  ];
  if (explanation.changes.length > 0)
    lines.push(
      "",
      "A sync of this person would now",
      ...explanation.changes.map((change) => renderChange(change, output)),
    );
  if (explanation.issues.length > 0) lines.push("", ...renderIssues(explanation.issues, output));
  if (explanation.feishu)
    lines.push(
      "",
      "Feishu's record",
      ...JSON.stringify(explanation.feishu, null, 2)
        .split("\n")
        .map((line) => `  ${plain(line)}`),
    );
  return lines.join("\n");
}
