import type { MessageTemplateView } from "@larkbridge/contract";

/** A template as it is edited: a button that is not there has empty texts. */
export interface TemplateDraft {
  readonly format: MessageTemplateView["format"];
  readonly texts: { readonly en: DraftTexts; readonly zh: DraftTexts };
}
interface DraftTexts {
  readonly title: string;
  readonly body: string;
  readonly label: string;
  readonly url: string;
}

export const LANGUAGES_OF_TEXTS = ["zh", "en"] as const;
const EMPTY: DraftTexts = { title: "", body: "", label: "", url: "" };
export const NEW_TEMPLATE: TemplateDraft = { format: "card", texts: { en: EMPTY, zh: EMPTY } };

/** What is stored, to be edited. */
export function draftOf({ format, texts }: Pick<MessageTemplateView, "format" | "texts">): TemplateDraft {
  const flat = ({ title, body, button }: MessageTemplateView["texts"]["en"]): DraftTexts => ({
    title,
    body,
    label: button?.label ?? "",
    url: button?.url ?? "",
  });
  return { format, texts: { en: flat(texts.en), zh: flat(texts.zh) } };
}

/** As the server takes it. */
export function toTemplate({ format, texts }: TemplateDraft): Pick<MessageTemplateView, "format" | "texts"> {
  const whole = ({ title, body, label, url }: DraftTexts) => ({
    title: title.trim(),
    body: body.trim(),
    button: label.trim() === "" && url.trim() === "" ? null : { label: label.trim(), url: url.trim() },
  });
  return { format, texts: { en: whole(texts.en), zh: whole(texts.zh) } };
}

export type DraftProblem = "body" | "button" | "title";

/** What still keeps a language from being saved; null: nothing. A card without a title shows an empty head. */
export function problemOf(
  { title, body, label, url }: DraftTexts,
  format: TemplateDraft["format"],
): DraftProblem | null {
  if (format === "card" && title.trim() === "") return "title";
  if (body.trim() === "") return "body";
  return (label.trim() === "") === (url.trim() === "") ? null : "button";
}

/** Whether a name can be a template's: as the contract has it. */
export const isTemplateName = (name: string): boolean => /^[a-z][a-z0-9_]{0,59}$/.test(name);
