import type { UserDetail, UserField } from "./types.ts";

/** What the form holds: texts as typed, departments by their numbers. */
export interface FormValues {
  readonly name: string;
  readonly username?: string;
  readonly nickname?: string;
  readonly email?: string;
  readonly mobile?: string;
  readonly employee_no?: string;
  readonly job_title?: string;
  readonly leader?: string | undefined;
  readonly departments?: readonly number[];
}

const TEXTS = ["nickname", "email", "mobile", "employee_no", "job_title"] as const;

/** What the form shows of a user. */
export function valuesOf(user: UserDetail): FormValues {
  return {
    name: user.name,
    ...Object.fromEntries(TEXTS.map((field) => [field, user[field] ?? ""])),
    leader: user.leader ?? undefined,
    departments: user.placements.map(({ number }) => number),
  };
}

/**
 * The body to send: emptied fields as null; of an existing user only what differs and is not fed by Feishu.
 * `idsOf` turns numbers of departments into ids.
 */
export function bodyOf(
  values: FormValues,
  user: UserDetail | null,
  idsOf: ReadonlyMap<number, string>,
): Record<string, unknown> {
  const whole: Record<UserField, unknown> = {
    name: values.name.trim(),
    nickname: orNull(values.nickname),
    email: orNull(values.email),
    mobile: orNull(values.mobile),
    employee_no: orNull(values.employee_no),
    job_title: orNull(values.job_title),
    leader: values.leader ?? null,
    departments: (values.departments ?? []).map((number) => idsOf.get(number)),
  };
  if (user === null) {
    const username = values.username?.trim();
    return username ? { ...whole, username } : whole;
  }
  const before: Record<UserField, unknown> = {
    ...user,
    departments: user.placements.map(({ department_id }) => department_id),
  };
  const changed = Object.entries(whole).filter(
    ([field, value]) =>
      !user.fed_fields.includes(field as UserField) &&
      JSON.stringify(value) !== JSON.stringify(before[field as UserField]),
  );
  return Object.fromEntries(changed);
}

function orNull(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}
