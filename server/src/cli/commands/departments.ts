import { type DepartmentView, routes } from "@larkbridge/contract";
import { type Command, Option } from "commander";
import { onAction, parseCount, type Setup } from "../command.ts";
import type { GlobalOptions } from "../context.ts";
import { EXIT } from "../exit-status.ts";
import { renderTable } from "../table.ts";
import { count } from "../text.ts";
import { type ExportFormat, exportRows } from "./export-rows.ts";

type ListOptions = GlobalOptions & {
  readonly format: "table" | ExportFormat;
  readonly search?: string;
  readonly limit: number;
};

/** Adds `departments list`. */
export function addDepartmentCommands(program: Command, setup: Setup): void {
  const departments = program.command("departments").description("departments of the directory");
  onAction<ListOptions>(
    departments
      .command("list")
      .description("departments as a tree")
      .addOption(
        new Option("--format <format>", "a table for people, or every department one a line")
          .choices(["table", "jsonl", "csv"])
          .default("table"),
      )
      .option("--search <text>", "part of the name")
      .option("--limit <n>", "rows of the table", parseCount, 200),
    setup,
    async (context, { format, search, limit }) => {
      const { output } = context;
      const request = { query: { search } };
      if (output.json || format !== "table") {
        return exportRows(context, routes.listDepartments, request, format === "csv" ? "csv" : "jsonl", undefined);
      }
      const all: DepartmentView[] = [];
      for await (const department of context.client().rows(routes.listDepartments, request)) all.push(department);
      const rows = treeRows(all);
      const table = renderTable(
        [
          { title: "department" },
          { title: "leaders", align: "right" },
          { title: "origin" },
          { title: "id" },
          { title: "Feishu id" },
        ],
        rows
          .slice(0, limit)
          .map(({ department, depth }) => [
            `${"  ".repeat(depth)}${department.name}`,
            department.leaders.length === 0 ? "" : count(department.leaders.length),
            department.origin,
            department.id,
            department.open_department_id ?? "",
          ]),
        output.width,
      );
      const more = rows.length > limit ? `\n… and ${count(rows.length - limit)} more (--limit, --format jsonl)` : "";
      output.print(rows.length === 0 ? "No departments." : table + more);
      return EXIT.done;
    },
  );
}

/** Departments with their depth, each below its parent; one whose parent is not shown stands at the top. */
function treeRows(
  departments: readonly DepartmentView[],
): { readonly department: DepartmentView; readonly depth: number }[] {
  const known = new Set(departments.map(({ id }) => id));
  const children = Map.groupBy(departments, ({ parent }) => (parent !== null && known.has(parent) ? parent : null));
  const rows: { department: DepartmentView; depth: number }[] = [];
  const walk = (parent: string | null, depth: number) => {
    for (const department of (children.get(parent) ?? []).toSorted((a, b) => a.order - b.order)) {
      rows.push({ department, depth });
      walk(department.id, depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}
