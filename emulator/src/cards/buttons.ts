import { elementsOf, isObject } from "./card.ts";

/** A button that tells the app when it is pressed. */
export interface CallbackButton {
  readonly label: string;
  readonly name: string | null;
  readonly value: unknown;
}

/** The buttons of a card that lead to a callback; those that only open an address do not (feishu-contract 7.3). */
export function callbackButtons(card: Record<string, unknown>): CallbackButton[] {
  const found: CallbackButton[] = [];
  for (const { element } of elementsOf(card)) {
    if (element["tag"] !== "button") continue;
    const value = callbackValue(element);
    if (value === undefined) continue;
    const { text, name } = element;
    const label = isObject(text) && typeof text["content"] === "string" ? text["content"] : "";
    found.push({ label, name: typeof name === "string" ? name : null, value });
  }
  return found;
}

/** Version 2 names it among the behaviours, version 1 has it on the button itself. */
function callbackValue(button: Record<string, unknown>): unknown {
  const { behaviors } = button;
  if (Array.isArray(behaviors)) {
    return behaviors.find((behavior) => isObject(behavior) && behavior["type"] === "callback")?.["value"];
  }
  return button["value"];
}
