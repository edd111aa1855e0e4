import type { FormInstance } from "antd";
import type { TFunction } from "i18next";
import { ApiProblem, fieldErrors, problemText } from "../../api/index.ts";

const URL_LISTS = ["redirect_uris", "post_logout_redirect_uris"] as const;

/**
 * Sets what the server refused beside its field: a name that is taken, a URL that cannot be used, a broken rule. Returns
 * the words for what belongs to no field that is shown, else null.
 */
export function showRefusal(t: TFunction, form: FormInstance, error: unknown): string | null {
  if (!(error instanceof ApiProblem)) throw error;
  const { title, cure } = problemText(t, error);
  const told = `${title}${t("applications:stop")}${cure}`;
  const places = placesOf(error, form, told, t);
  const shown = places.filter(({ name }) => form.getFieldInstance(name) !== undefined);
  if (shown.length === 0) return told;
  form.setFields(shown as Parameters<FormInstance["setFields"]>[0]);
  form.scrollToField(shown[0]?.name, { focus: true });
  return null;
}

function placesOf(error: ApiProblem, form: FormInstance, told: string, t: TFunction) {
  if (error.code === "application_name_taken") return [{ name: ["name"], errors: [told] }];
  if (error.code !== "application_redirect_invalid") return fieldErrors(t, error);
  return URL_LISTS.flatMap((list) => {
    const typed = (form.getFieldValue(list) ?? []) as (string | undefined)[];
    return typed.flatMap((url, at) =>
      (url ?? "").trim() === error.values["url"] ? [{ name: [list, at], errors: [told] }] : [],
    );
  });
}
