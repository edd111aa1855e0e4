import type { Readable } from "node:stream";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant, RunId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Result } from "../../core/kernel/result.ts";

/** What the routes of API tokens, audit records and backups need. */

/** Token scopes of product.md 5.16. */
export type TokenScope =
  | "directory:read"
  | "directory:write"
  | "sync:run"
  | "sync:approve"
  | "integration:write"
  | "notifications:send"
  | "audit:read"
  | "admin";

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Made from the configuration (`LARKBRIDGE_API_TOKEN`). */
  readonly bootstrap: boolean;
  readonly createdBy: Actor;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

export interface NewApiToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Instant | null;
}

export interface ApiTokens {
  /** Newest first, revoked ones too. */
  list(page: PageQuery): Promise<Result<Page<ApiToken>, Failure<"cursor_invalid">>>;
  /** `secret` is told once and kept only as a hash. */
  create(token: NewApiToken, actor: Actor): Promise<{ readonly token: ApiToken; readonly secret: string }>;
  /** Revoking twice is not an error. */
  revoke(id: string, actor: Actor): Promise<Result<ApiToken, Failure<"api_token_not_found">>>;
}

export interface AuditRecord {
  readonly id: string;
  readonly at: Instant;
  readonly actor: Actor;
  /** E.g. `user.disabled`, `sync_run.approved`, `api_token.created`. */
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string | null;
  readonly before: { readonly [key: string]: Json } | null;
  readonly after: { readonly [key: string]: Json } | null;
  readonly runId: RunId | null;
}

export interface AuditFilter {
  /** Part of the actor's name, or its whole id. */
  readonly actor?: string;
  /** What the action begins with: `user.` finds every act on users. */
  readonly action?: string;
  readonly objectKind?: string;
  readonly objectId?: string;
  readonly from?: Instant;
  /** Exclusive. */
  readonly until?: Instant;
}

export interface AuditRecords {
  /** Newest first. */
  list(filter: AuditFilter, page: PageQuery): Promise<Result<Page<AuditRecord>, Failure<"cursor_invalid">>>;
  export(filter: AuditFilter): AsyncIterable<AuditRecord>;
}

/** Starts a backup; the stream fails (and the answer is cut off) when it cannot be finished. Leaves an audit record. */
export type StartBackup = (actor: Actor) => Promise<Readable>;
