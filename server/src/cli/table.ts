import Table from "cli-table3";
import { fit, plain, widthOf } from "./text.ts";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

const GAP = 2;
/** A column is not squeezed below this for the sake of others. */
const NARROWEST = 8;

const NO_BORDER = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ".repeat(GAP),
} as const;

/**
 * Renders rows as aligned columns. Where a line would be wider than `width`, the widest columns give way. Cells are made
 * safe to print. Returns text without a final newline.
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const cells = rows.map((row) => row.map(plain));
  const widths = squeeze(
    columns.map(({ title }, index) => Math.max(widthOf(title), ...cells.map((row) => widthOf(row[index] ?? "")))),
    width - GAP * (columns.length - 1),
  );
  const table = new Table({
    chars: NO_BORDER,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
    colAligns: columns.map(({ align }) => align ?? "left"),
  });
  const fitted = (row: readonly string[]) => row.map((cell, index) => fit(cell, widths[index] ?? 0));
  table.push(fitted(columns.map(({ title }) => title)), ...cells.map(fitted));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Takes columns away from the widest until the sum fits, or nothing is left to give. */
function squeeze(widths: readonly number[], available: number): readonly number[] {
  const squeezed = [...widths];
  for (let excess = sum(squeezed) - available; excess > 0; excess--) {
    const widest = squeezed.indexOf(Math.max(...squeezed));
    if ((squeezed[widest] as number) <= NARROWEST) break;
    squeezed[widest] = (squeezed[widest] as number) - 1;
  }
  return squeezed;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
