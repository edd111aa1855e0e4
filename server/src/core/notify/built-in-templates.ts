import { noticeTemplates } from "./notice-templates.ts";
import type { Template } from "./template.ts";

/** A template we came with: an operator may change it, and have it back as it was. */
export interface BuiltInTemplate extends Template {
  /** Values that are secrets: shown as a placeholder wherever the message itself is not meant. */
  readonly secretValues: readonly string[];
  /** Values for a preview. */
  readonly samples: { readonly [name: string]: string };
}

/** The built-in templates by name. */
export const builtInTemplates = {
  ...noticeTemplates,
  test_message: {
    format: "card",
    texts: {
      en: {
        title: "Test message",
        body: "Hello {{recipient_name}}, messages from Larkbridge reach you here.",
        button: null,
      },
      zh: { title: "测试消息", body: "{{recipient_name}}，您好！Larkbridge 的消息会发送到这里。", button: null },
    },
    secretValues: [],
    samples: {},
  },
} as const satisfies Readonly<Record<string, BuiltInTemplate>>;
