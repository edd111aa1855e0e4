import type { Attributes } from "../../core/directory/types.ts";
import type { CompiledRelations } from "../../core/ldap/relations/compile.ts";
import type { PersonFields } from "../../core/ldap/relations/evaluate.ts";
import { workOut } from "../../core/ldap/relations/worked-out.ts";
import { loadRomanizer } from "../../platform/romanize/romanize.ts";

/** What a row of `directory_user` may tell relations; absent what nobody asked for. */
export interface RelatedRow {
  readonly username: string;
  readonly name: string;
  readonly nickname?: string | null;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly employee_no: string | null;
  readonly job_title: string | null;
  readonly attributes?: Attributes | null;
}

/** Fills `PersonRecord.workedOut` while people are read. */
export interface WorkedOut {
  /** Whether it looks beyond the columns LDAP always needs, at `nickname` and `attributes`. */
  readonly wantsMore: boolean;
  of(row: RelatedRow): Readonly<Record<string, string>> | null;
}

/** Makes it for some relations. Those of a new installation need nothing worked out, and nothing more read. */
export async function makeWorkedOut({ workedOut: sources }: CompiledRelations): Promise<WorkedOut> {
  if (sources.length === 0) return { wantsMore: false, of: () => null };
  const usesPinyin = sources.some((source) => !("constant" in source) && source.as?.includes("pinyin"));
  const romanize = usesPinyin ? await loadRomanizer() : () => "";
  return {
    wantsMore: true,
    of: (row) => workOut(sources, fieldsOfRow(row), romanize),
  };
}

/** A row as relations ask for it; departments stand elsewhere. */
export function fieldsOfRow(
  row: RelatedRow,
  departments: readonly { readonly name: string; readonly slug: string }[] = [],
): PersonFields {
  const one = (value: unknown): readonly string[] =>
    typeof value === "string" && value !== "" ? [value] : typeof value === "number" ? [String(value)] : [];
  return {
    field(name) {
      switch (name) {
        case "username":
        case "name":
        case "nickname":
        case "email":
        case "mobile":
        case "employee_no":
        case "job_title":
          return one(row[name]);
        case "department_names":
          return departments.map((department) => department.name);
        case "department_slugs":
          return departments.map((department) => department.slug);
        default:
          return one(row.attributes?.[name]);
      }
    },
    custom(id) {
      const custom = row.attributes?.["custom"];
      const value =
        typeof custom === "object" && custom !== null && !Array.isArray(custom) && Object.hasOwn(custom, id)
          ? (custom as Attributes)[id]
          : null;
      return typeof value === "string" && value !== "" ? value : null;
    },
  };
}
