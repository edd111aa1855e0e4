import type { Json } from "../../../core/kernel/json.ts";

/** What the person who pressed a button sees at once. */
export interface CardAnswerToWrite {
  readonly toast: {
    readonly type: "success" | "info" | "warning" | "error";
    readonly zh: string;
    readonly en: string;
  } | null;
  readonly card: Json | null;
}

/** An answer to a card's callback (feishu contract 7.4). Feishu's client chooses the language of its own. */
export function writeCardAnswer({ toast, card }: CardAnswerToWrite): { readonly [key: string]: Json } {
  return {
    ...(toast === null
      ? {}
      : { toast: { type: toast.type, content: toast.zh, i18n: { zh_cn: toast.zh, en_us: toast.en } } }),
    ...(card === null ? {} : { card: { type: "raw", data: card } }),
  };
}
