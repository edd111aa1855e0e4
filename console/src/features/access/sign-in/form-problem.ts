import type { FormInstance } from "antd";
import type { TFunction } from "i18next";
import { ApiProblem, fieldErrors, problemText } from "../../../api/index.ts";

/**
 * Says a refusal beside the fields it is about: `places` names the field of a code, the body's own faults know theirs.
 * Returns the words for what belongs to no field, else null. Whatever is no refusal is thrown on.
 */
export function showProblem(
  t: TFunction,
  form: FormInstance,
  error: unknown,
  places: { readonly [code: string]: string } = {},
): string | null {
  if (!(error instanceof ApiProblem)) throw error;
  const { title, cure } = problemText(t, error);
  const place = places[error.code];
  const fields =
    place === undefined
      ? fieldErrors(t, error)
      : [{ name: [place], errors: [error.code === "sign_in_refused" ? title : `${title} ${cure}`] }];
  const known = fields.filter(({ name }) => form.getFieldInstance(name) !== undefined);
  if (known.length === 0) return title;
  form.setFields(known as Parameters<FormInstance["setFields"]>[0]);
  return null;
}
