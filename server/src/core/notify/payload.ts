import type { Json } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { forMarkdown, forPlain, forText } from "./escape.ts";
import type { Language, MessageContent } from "./message.ts";
import { fill, missingValues, type Template, type TemplateTexts, type Values } from "./template.ts";

/** What goes to Feishu: the type and the content as JSON text (feishu contract 7.1). */
export interface Payload {
  readonly type: "text" | "post" | "interactive";
  readonly content: string;
}

/** Why a content cannot be sent. */
export type PayloadFailure =
  | { readonly code: "message_template_gone" }
  | { readonly code: "message_value_missing"; readonly names: readonly string[] }
  | { readonly code: "message_link_invalid" };

const payload = (type: Payload["type"], content: Json): Payload => ({ type, content: JSON.stringify(content) });

/**
 * A message's content → what is sent.
 *
 * @param findTemplate templates by name, as they are now
 * @param recipient values about whoever gets it; they win over the sender's
 */
export function toPayload(
  content: MessageContent,
  language: Language,
  recipient: Values,
  findTemplate: (name: string) => Template | undefined,
): Result<Payload, PayloadFailure> {
  switch (content.kind) {
    case "text":
      return ok(payload("text", { text: content.text }));
    case "post":
      return ok(payload("post", content.post));
    case "card":
      return ok(payload("interactive", content.card));
    case "template": {
      const template = findTemplate(content.template);
      if (template === undefined) return err({ code: "message_template_gone" });
      return renderTemplate(template, language, { ...content.values, ...recipient });
    }
  }
}

/** Fills a template in one language. A value that is missing in either language is a refusal, whichever is sent. */
export function renderTemplate(
  template: Template,
  language: Language,
  values: Values,
): Result<Payload, PayloadFailure> {
  const names = missingValues(template, values);
  if (names.length > 0) return err({ code: "message_value_missing", names });
  const texts = template.texts[language];
  const filled = (text: string, escapeValue: (value: string) => string): string => {
    const result = fill(text, values, escapeValue);
    return result.ok ? result.value : text;
  };
  const button = buttonOf(texts, filled);
  if (button === undefined) return err({ code: "message_link_invalid" });
  switch (template.format) {
    case "text":
      return ok(asText(texts, button, filled));
    case "post":
      return ok(asPost(texts, button, language, filled));
    case "card":
      return ok(asCard(texts, button, filled));
  }
}

type Filled = (text: string, escapeValue: (value: string) => string) => string;
type Button = { readonly label: string; readonly url: string };

/** Null: none; undefined: its address is none. A value inside an address is escaped unless it is the whole of it. */
function buttonOf({ button }: TemplateTexts, filled: Filled): Button | null | undefined {
  if (button === null) return null;
  const isWhole = /^\{\{[^{}]*\}\}$/.test(button.url.trim());
  const url = filled(button.url.trim(), isWhole ? (value) => value : encodeURIComponent);
  if (!/^https?:\/\/[^\s"<>\\]+$/i.test(url)) return undefined;
  return { label: filled(button.label, forPlain), url };
}

function asText({ title, body }: TemplateTexts, button: Button | null, filled: Filled): Payload {
  const lines = [title, body].filter((part) => part !== "").map((part) => filled(part, forText));
  if (button !== null) lines.push(`${forText(button.label)}: ${button.url}`);
  return payload("text", { text: lines.join("\n") });
}

function asPost({ title, body }: TemplateTexts, button: Button | null, language: Language, filled: Filled): Payload {
  const paragraphs: Json[] = body.split("\n").map((line) => [{ tag: "text", text: filled(line, forPlain) }]);
  if (button !== null) paragraphs.push([{ tag: "a", text: button.label, href: button.url }]);
  const post = { title: filled(title, forPlain), content: paragraphs };
  return payload("post", { [language === "zh" ? "zh_cn" : "en_us"]: post });
}

function asCard({ title, body }: TemplateTexts, button: Button | null, filled: Filled): Payload {
  const elements: Json[] = [{ tag: "markdown", content: filled(body, forMarkdown) }];
  if (button !== null) {
    elements.push({
      tag: "button",
      type: "primary",
      width: "default",
      text: { tag: "plain_text", content: button.label },
      behaviors: [{ type: "open_url", default_url: button.url }],
    });
  }
  const heading = filled(title, forPlain);
  return payload("interactive", {
    schema: "2.0",
    config: { update_multi: true, summary: { content: heading } },
    header: { template: "blue", title: { tag: "plain_text", content: heading } },
    body: { direction: "vertical", elements },
  });
}
