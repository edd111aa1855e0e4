import { checkCard, isObject } from "../cards/card.ts";
import { messageFailure } from "./message-failure.ts";

/** What a message may hold, by its type (feishu-contract 7.1). */

const KB = 1024;
const LARGEST_TEXT = 150 * KB;
const LARGEST_OTHER = 30 * KB;
const LANGUAGES = ["zh_cn", "en_us", "ja_jp", "zh_hk", "zh_tw"];
const POST_TAGS = ["text", "a", "at", "img", "media", "emotion", "hr", "code_block", "md"];
/** Their content names an upload, and nothing was ever uploaded here. */
const UPLOADS = ["image", "file", "audio", "media", "sticker"];

/**
 * Checks the content of a message.
 *
 * @param bytes the size of the whole request
 * @throws ApiFailure 230001, 230025, 230099 and the like
 */
export function checkContent(type: string, content: string, bytes: number): void {
  if (bytes > (type === "text" ? LARGEST_TEXT : LARGEST_OTHER)) throw messageFailure(230025);
  const value = parse(content, type);
  if (type === "text") checkText(value);
  else if (type === "post") checkPost(value);
  else if (type === "interactive") checkCard(value);
  else if (UPLOADS.includes(type)) throw messageFailure(230017);
  else if (type === "share_chat") throw messageFailure(230015);
  else if (type === "share_user") checkShareUser(value);
  else throw messageFailure(230001, "invalid msg_type");
}

function parse(content: string, type: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    if (type === "interactive") return undefined;
    throw messageFailure(230001, "content is not a string in json format");
  }
}

function checkText(value: unknown): void {
  if (!isObject(value) || typeof value["text"] !== "string") throw messageFailure(230001, "text is missing");
  if (value["text"] === "") throw messageFailure(230001, "text is empty");
}

function checkShareUser(value: unknown): void {
  if (!isObject(value) || typeof value["user_id"] !== "string") throw messageFailure(230001, "user_id is missing");
}

function checkPost(value: unknown): void {
  const posts = isObject(value) ? Object.entries(value) : [];
  if (posts.length === 0) throw messageFailure(230001, "post has no language");
  for (const [language, post] of posts) {
    if (!LANGUAGES.includes(language)) throw messageFailure(230001, `unknown language ${language}`);
    const lines = isObject(post) ? post["content"] : undefined;
    if (!Array.isArray(lines)) throw messageFailure(230001, "post content is no list");
    for (const line of lines) {
      if (!Array.isArray(line)) throw messageFailure(230001, "a paragraph is no list");
      for (const part of line) {
        const known = isObject(part) && POST_TAGS.includes(String(part["tag"]));
        if (!known) throw messageFailure(230001, "unknown tag in a paragraph");
      }
    }
  }
}
