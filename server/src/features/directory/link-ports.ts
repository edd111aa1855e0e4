import type { Origin, UserStatus } from "../../core/directory/types.ts";
import type { Detail, Failure } from "../../core/kernel/failure.ts";
import type { Instant, OpenId, RunId, UnionId, UserId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Caller, UserDetail, UserRef } from "./ports.ts";

/** What the routes of links need. */

/** An account as lists of links name it. */
export interface LinkAccount {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly status: UserStatus;
  readonly origin: Origin;
}

export interface LinkRecord {
  readonly user: LinkAccount;
  readonly openId: OpenId;
  readonly unionId: UnionId;
  readonly feishuUserId: string | null;
  readonly linkedAt: Instant;
}

/** One address that more than one side claims (product.md 5.7). */
export interface LinkConflict {
  readonly email: string;
  /** `email_conflict`: several Feishu people; `email_taken`: one, and an account that is linked to nobody. */
  readonly code: "email_conflict" | "email_taken";
  readonly people: readonly {
    readonly unionId: UnionId;
    readonly name: string;
    readonly openId: OpenId | null;
    readonly account: LinkAccount | null;
  }[];
  readonly accounts: readonly LinkAccount[];
}

export interface LinkConflicts {
  readonly items: readonly LinkConflict[];
  /** The last run that looked at everybody. */
  readonly runId: RunId | null;
  readonly truncated: boolean;
}

/** A Feishu person as somebody outside names one. */
export type PersonRef =
  | { readonly kind: "open_id"; readonly openId: OpenId }
  | { readonly kind: "union_id"; readonly unionId: UnionId };

export interface FeishuPerson {
  readonly unionId: UnionId;
  readonly openId: OpenId;
  readonly feishuUserId: string | null;
}

/** Feishu's answer about one person, in its own words. Rejects where Feishu does not tell. */
export type ReadFeishuPerson = (
  connectionId: string,
  openId: OpenId,
  signal: AbortSignal,
) => Promise<{ readonly found: true; readonly record: { readonly [key: string]: Json } } | { readonly found: false }>;

export interface Links {
  /** Newest first. */
  list(text: string | undefined, page: PageQuery): Promise<Result<Page<LinkRecord>, Failure<"cursor_invalid">>>;
  export(text: string | undefined): AsyncIterable<LinkRecord>;
  readConflicts(): Promise<LinkConflicts>;
  /** Links by hand; `takeOver` also where another account holds the person. */
  link(
    user: UserRef,
    person: PersonRef,
    takeOver: boolean,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<
    Result<
      UserDetail,
      | Failure<
          | "user_not_found"
          | "user_deleted"
          | "integration_not_configured"
          | "user_already_linked"
          | "operator_links_self"
          | "feishu_person_not_found"
          | "feishu_person_linked"
        >
      | {
          readonly code: "source_unreadable";
          readonly reasons: readonly { readonly code: string; readonly detail: Detail }[];
        }
    >
  >;
  unlink(
    user: UserRef,
    caller: Caller,
  ): Promise<Result<UserDetail, Failure<"user_not_found" | "user_not_linked" | "operator_links_self">>>;
}
