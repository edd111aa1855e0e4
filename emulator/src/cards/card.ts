import { cardFailure } from "../messages/message-failure.ts";

/** Cards as the platform reads them: version 1 forgives unknown members, version 2 does not (feishu-contract 7.3). */

type Json = Record<string, unknown>;

const MOST_ELEMENTS = 200;
const MOST_TABLES = 5;
const MOST_NESTED = 5;
const GONE_IN_V2 = ["action", "note"];
/** Members version 2 knows at the places where it is strict about them. */
const V2_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  ROOT: ["schema", "config", "card_link", "header", "body"],
  config: [
    ..."streaming_mode streaming_config summary locales enable_forward update_multi width_mode".split(" "),
    ..."use_custom_translation enable_forward_interaction style".split(" "),
  ],
  header: "title subtitle text_tag_list i18n_text_tag_list template icon padding".split(" "),
  body: [
    ..."direction padding horizontal_spacing horizontal_align vertical_spacing vertical_align".split(" "),
    "elements",
  ],
  hr: ["tag", "element_id", "margin"],
  button: [
    ..."tag element_id margin type size width text icon hover_tips disabled disabled_tips confirm".split(" "),
    ..."behaviors name required form_action_type".split(" "),
  ],
};

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isVersion2(card: Json): boolean {
  return card["schema"] === "2.0";
}

/** Whether an update is seen by everybody the card was sent to; always so in version 2. */
export function isShared(card: Json): boolean {
  const { config } = card;
  if (isVersion2(card)) return !isObject(config) || config["update_multi"] !== false;
  return isObject(config) && config["update_multi"] === true;
}

/**
 * Checks a card.
 *
 * @throws ApiFailure 230099 with the sub-code that says why
 */
export function checkCard(card: unknown): asserts card is Json {
  if (!isObject(card)) throw cardFailure(200621, "parse card json err");
  if (card["type"] === "template") return checkTemplate(card);
  if ("schema" in card && card["schema"] !== "1.0" && !isVersion2(card)) throw cardFailure(200621, "unknown schema");
  if (isVersion2(card)) checkVersion2(card);
  const elements = elementsOf(card);
  if (elements.length > MOST_ELEMENTS) throw cardFailure(11310, "card element number over limit");
  const tables = elements.filter(({ element }) => element["tag"] === "table").length;
  if (tables > MOST_TABLES) throw cardFailure(11310, "card table number over limit");
  if (elements.some(({ depth }) => depth > MOST_NESTED)) throw cardFailure(11310, "card nesting over limit");
}

function checkTemplate(card: Json): void {
  const { data } = card;
  if (!isObject(data) || typeof data["template_id"] !== "string" || data["template_id"] === "") {
    throw cardFailure(200380, "template not exist");
  }
}

function checkVersion2(card: Json): void {
  refuseUnknown(card, "ROOT");
  for (const part of ["config", "header", "body"]) {
    const value = card[part];
    if (value !== undefined && !isObject(value)) throw cardFailure(200621, `${part} is no object`);
    if (value !== undefined) refuseUnknown(value, part);
  }
  if (!isShared(card)) throw cardFailure(200621, "update_multi must be true");
  for (const { element } of elementsOf(card)) {
    const tag = String(element["tag"]);
    if (GONE_IN_V2.includes(tag)) throw cardFailure(200861, `unsupported tag ${tag}`);
    refuseUnknown(element, tag);
  }
}

function refuseUnknown(value: Json, place: string): void {
  const known = V2_MEMBERS[place];
  if (known === undefined) return;
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) throw cardFailure(200621, `unknown property, property: ${stranger}, path: ${place}`);
}

/** Every object with a tag that stands in a list of elements, columns or actions, and how deep it is nested. */
export function elementsOf(card: Json): { element: Json; depth: number }[] {
  const found: { element: Json; depth: number }[] = [];
  const walk = (list: unknown, depth: number): void => {
    if (!Array.isArray(list)) return;
    for (const element of list) {
      if (!isObject(element)) throw cardFailure(200621, "an element is no object");
      found.push({ element, depth });
      for (const inside of ["elements", "columns", "actions"]) walk(element[inside], depth + 1);
      if (isObject(element["extra"])) found.push({ element: element["extra"], depth: depth + 1 });
    }
  };
  const { body } = card;
  walk(isObject(body) ? body["elements"] : card["elements"], 1);
  return found;
}
