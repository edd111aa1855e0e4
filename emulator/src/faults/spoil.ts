import { bytesOf, type Reply } from "../gateway/reply.ts";

/** What happens to an answer on the wire. */
export type Delivery =
  | { readonly kind: "reply"; readonly reply: Reply; readonly delayMs: number; readonly spoil: Spoil }
  | { readonly kind: "silence" }
  | { readonly kind: "reset" };

export type Spoil = "none" | "truncated" | "cut_json" | "not_utf8";

/** The bytes of a body after spoiling; `truncated` is the socket's affair and leaves them whole. */
export function spoiltBytes(reply: Reply, spoil: Spoil): Buffer {
  const bytes = bytesOf(reply);
  if (spoil === "cut_json") return bytes.subarray(0, Math.floor(bytes.length / 2));
  if (spoil !== "not_utf8") return bytes;
  // 0xc3 0x28 is no UTF-8; inside the last string of the body, or at the end where there is none.
  const at = bytes.lastIndexOf(0x22);
  const place = at < 0 ? bytes.length : at;
  return Buffer.concat([bytes.subarray(0, place), Buffer.from([0xc3, 0x28]), bytes.subarray(place)]);
}
