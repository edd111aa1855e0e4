import { z } from "zod";
import { ApiFailure } from "../gateway/failure.ts";
import { checkCard, isVersion2 } from "./card.ts";

/** What an app may answer a callback with. */
const answerShape = z.looseObject({
  toast: z
    .looseObject({ type: z.enum(["info", "success", "error", "warning"]).optional(), content: z.string().optional() })
    .optional(),
  card: z.looseObject({ type: z.enum(["raw", "template"]), data: z.record(z.string(), z.unknown()) }).optional(),
});

/** What the client shows: the error's number, or a toast, or another card (feishu-contract 7.4). */
export interface ReadAnswer {
  readonly clientCode: number;
  readonly toast: { readonly type?: string | undefined; readonly content?: string | undefined } | null;
  /** JSON text of the card to show from now on. */
  readonly card: string | null;
}

const BAD_BODY = 200672;
const BAD_CARD = 200673;
const VERSION_1_FOR_2 = 200830;

/** @param current the card that was pressed */
export function readAnswer(text: string, current: Record<string, unknown>): ReadAnswer {
  const parsed = answerShape.safeParse(parse(text));
  if (!parsed.success) return failed(BAD_BODY);
  const { toast = null, card } = parsed.data;
  if (card === undefined) return { clientCode: 0, toast, card: null };
  const shown = card.type === "template" ? { type: "template", data: card.data } : card.data;
  try {
    checkCard(shown);
  } catch (error) {
    if (error instanceof ApiFailure) return failed(BAD_CARD);
    throw error;
  }
  if (card.type === "raw" && isVersion2(current) && !isVersion2(shown)) return failed(VERSION_1_FOR_2);
  return { clientCode: 0, toast, card: JSON.stringify(shown) };
}

function failed(clientCode: number): ReadAnswer {
  return { clientCode, toast: null, card: null };
}

/** An empty body says as little as `{}`. */
function parse(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
