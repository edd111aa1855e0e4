import { type RawBuilder, sql } from "kysely";

/** The steps of a stored plan that one transaction writes: a range of `seq`, without the ones that are left out. */
export interface StepRange {
  readonly planId: string;
  readonly firstSeq: number;
  /** Inclusive. */
  readonly lastSeq: number;
  readonly leftOut: readonly number[];
}

export type StepKind = "users" | "departments" | "memberships";

/** Selects the steps of one kind with these verbs, as rows `id`, `other_id`, `a` (what they write). */
export function stepsOf(range: StepRange, kind: StepKind, verbs: readonly string[]): RawBuilder<unknown> {
  return sql`
    select subject_id as id, department_id as other_id, after as a from sync_change
    where plan_id = ${range.planId}::uuid and seq between ${range.firstSeq} and ${range.lastSeq}
      and kind = ${kind} and verb = any(${[...verbs]}::text[]) and seq <> all(${[...range.leftOut]}::integer[])`;
}

/** A column's new value: what the step writes under `key`, else what is there. */
export function patched(key: string, written: RawBuilder<unknown>, column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when step.a ? ${sql.lit(key)} then ${written} else ${column} end`;
}
