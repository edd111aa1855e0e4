import pg from "pg";

/**
 * How values arrive from PostgreSQL. Only `bigint` differs from the driver's defaults: our 64-bit columns are counters and
 * row numbers, which arrive as JavaScript numbers, and one beyond 2^53 throws instead of losing digits in silence.
 */
export const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === pg.types.builtins.INT8 && format !== "binary"
      ? parseBigint
      : pg.types.getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};

function parseBigint(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`The bigint ${text} does not fit a JavaScript number`);
}
