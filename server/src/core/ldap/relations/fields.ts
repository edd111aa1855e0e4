/** A field of the directory that a relation may name. */
export interface Field {
  readonly name: string;
  /** A person may have several values: one for each department. */
  readonly several: boolean;
  /** Everybody has one. */
  readonly always: boolean;
  /** What it holds, as far as changes ask for it. */
  readonly holds: "name" | "address" | "text";
  /** Feishu's key as readability is judged by it; null: not Feishu's to tell. */
  readonly feishuKey: string | null;
}

const field = (
  name: string,
  feishuKey: string | null,
  { several = false, always = false, holds = "text" }: Partial<Pick<Field, "several" | "always" | "holds">> = {},
): Field => ({ name, several, always, holds, feishuKey });

/** In the order in which they are offered. */
export const fields: readonly Field[] = [
  field("username", null, { always: true }),
  field("name", "name", { always: true, holds: "name" }),
  field("family_name", "name", { always: true, holds: "name" }),
  field("given_name", "name", { holds: "name" }),
  field("nickname", "nickname", { holds: "name" }),
  field("en_name", "en_name", { holds: "name" }),
  field("email", "email", { holds: "address" }),
  field("mobile", "mobile"),
  field("employee_no", "employee_no"),
  field("job_title", "job_title", { holds: "name" }),
  field("department_names", "departments", { several: true }),
  field("department_slugs", "departments", { several: true }),
  field("city", "city", { holds: "name" }),
  field("country", "country"),
  field("work_station", "work_station", { holds: "name" }),
  field("employee_type", "employee_type"),
  field("join_time", "join_time"),
  field("avatar", "avatar"),
];

const byName = new Map(fields.map((one) => [one.name, one]));

/** Finds a field by its name. */
export function findField(name: string): Field | undefined {
  return byName.get(name);
}
