/**
 * Values go into messages as what they are: a name with `<at>`, `*`, brackets or a line break shows as it is written, mentions
 * nobody and formats nothing (feishu contract 7.1, 7.3).
 */

/** C0, C1 and the two separators break lines; one space stands for any of them. */
const BREAKS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Marks that turn the direction of what follows, and so can disguise a name. */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Whatever has a meaning in a card's markdown, HTML-like tags included. */
const MARKDOWN = /[&<>*_~`[\]()#!|\\$:+\-/]/g;
const ZERO_WIDTH_SPACE = "\u200b";

/** One line without control characters: all that a place without markup needs (titles, `text` tags of a post). */
export function forPlain(value: string): string {
  return value.replace(BREAKS, " ").replace(DIRECTIONS, "");
}

/** For the `text` of a text message, where `<at …>`, `<b>` and `[label](url)` are markup: they are taken apart invisibly. */
export function forText(value: string): string {
  return forPlain(value)
    .replace(/<(?=[A-Za-z/!])/g, `<${ZERO_WIDTH_SPACE}`)
    .replace(/\](?=\()/g, `]${ZERO_WIDTH_SPACE}`);
}

/** For a card's markdown, which shows numeric references as their characters. */
export function forMarkdown(value: string): string {
  return forPlain(value).replace(MARKDOWN, (character) => `&#${character.charCodeAt(0)};`);
}
