import type { Failure } from "../kernel/failure.ts";
import type { OpenId, UnionId } from "../kernel/ids.ts";

/** What the identity source tells about somebody who signed in there. */
export interface ExternalIdentity {
  readonly unionId: UnionId;
  readonly openId: OpenId;
  readonly feishuUserId: string | null;
  readonly tenantKey: string;
  readonly name: string | null;
  /** What the company wrote down; no proof that it is theirs (feishu contract 6.4). */
  readonly email: string | null;
}

/** Why Feishu let somebody not in; codes of the closed list in `contract`. */
export type SignInRefusal = Failure<
  "feishu_code_refused" | "feishu_redirect_unlisted" | "feishu_app_not_available" | "feishu_person_inactive"
>;
