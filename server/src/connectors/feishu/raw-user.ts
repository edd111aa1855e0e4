import type { OpenId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { CallOptions, FeishuClient } from "./client.ts";
import { oneUserRaw } from "./endpoints.ts";
import { isFailure } from "./failure.ts";

/** A person's record in the API's own words, for an operator who asks why somebody is or is not here (product.md 2.4). */
export type RawUser =
  | { readonly found: true; readonly record: { readonly [key: string]: Json } }
  /** `feishu_user_gone` or `feishu_no_user_authority` (out of range, or gone). */
  | { readonly found: false; readonly code: string; readonly message: string };

/**
 * Reads one person anew.
 *
 * @throws FeishuFailure when Feishu does not tell; the signal's reason
 */
export async function readRawUser(client: FeishuClient, openId: OpenId, options: CallOptions): Promise<RawUser> {
  try {
    const { data } = await client.call(oneUserRaw(openId), options);
    return { found: true, record: data.user as { readonly [key: string]: Json } };
  } catch (error) {
    if (!isFailure(error, "feishu_user_gone", "feishu_no_user_authority")) throw error;
    return { found: false, code: error.code, message: error.message };
  }
}
