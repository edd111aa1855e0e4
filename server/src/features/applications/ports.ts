import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Result } from "../../core/kernel/result.ts";

/** Applications that sign people in with us: what the routes and the OpenID provider need. */

export type ApplicationKind = "web" | "public" | "device";
export type ApplicationClaim = "email" | "phone" | "picture" | "groups" | "department" | "employee_number";

export interface Application {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly description: string;
  readonly kind: ApplicationKind;
  readonly enabled: boolean;
  readonly homeUrl: string | null;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | null;
  readonly claims: readonly ApplicationClaim[];
  readonly pkceRequired: boolean;
  readonly refreshTokens: boolean;
  readonly everyone: boolean;
  readonly secretChangedAt: Instant | null;
  readonly lastUsedAt: Instant | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type NewApplication = Pick<
  Application,
  | "name"
  | "description"
  | "kind"
  | "homeUrl"
  | "redirectUris"
  | "postLogoutRedirectUris"
  | "backchannelLogoutUri"
  | "claims"
  | "pkceRequired"
  | "refreshTokens"
>;

/** What is undefined stays as it is. */
export type ApplicationChanges = {
  readonly [Key in Exclude<keyof NewApplication, "kind"> | "enabled"]?: Application[Key] | undefined;
};

/** The secret is told this once; null for clients that have none. */
export interface ApplicationWithSecret {
  readonly application: Application;
  readonly secret: string | null;
}

/** Who may use an application; everybody else may not. */
export interface ApplicationAccess {
  readonly everyone: boolean;
  readonly users: readonly { readonly id: string; readonly name: string; readonly username: string }[];
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly departments: readonly { readonly id: string; readonly name: string; readonly subtree: boolean }[];
}

export interface ApplicationAccessChange {
  readonly everyone: boolean;
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly departments: readonly { readonly id: string; readonly subtree: boolean }[];
}

export interface PortalApplication {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly homeUrl: string;
}

type NotFound = Failure<"application_not_found">;
type Refused = Failure<"application_name_taken"> | Failure<"application_redirect_invalid">;

/** Use cases of the console and the portal. Every change is audited; secrets are never read back. */
export interface Applications {
  /** Undefined when the cursor is not of this list. */
  list(search: string | undefined, page: PageQuery): Promise<Page<Application> | undefined>;
  find(id: string): Promise<Application | undefined>;
  create(wanted: NewApplication, actor: Actor): Promise<Result<ApplicationWithSecret, Refused>>;
  /** Switching off deletes what the provider remembers of it, so that its sign-ins end. */
  update(id: string, changes: ApplicationChanges, actor: Actor): Promise<Result<Application, NotFound | Refused>>;
  remove(id: string, actor: Actor): Promise<Result<Application, NotFound>>;
  replaceSecret(
    id: string,
    actor: Actor,
  ): Promise<Result<ApplicationWithSecret, NotFound | Failure<"application_has_no_secret">>>;
  readAccess(id: string): Promise<ApplicationAccess | undefined>;
  /** Sign-ins of people who may no longer use it end in the same transaction. */
  changeAccess(
    id: string,
    change: ApplicationAccessChange,
    actor: Actor,
  ): Promise<Result<ApplicationAccess, NotFound | Failure<"reference_unknown">>>;
  /** Those with an address that a user may open, by name. */
  listForPortal(userId: UserId): Promise<PortalApplication[]>;
}

/** A client as the OpenID provider needs it. */
export interface RegisteredClient extends Application {
  /** SHA-256 of the secret; null for clients without one. */
  readonly secretHash: Buffer | null;
}

/** What an application may be told of a user (product.md 3.4). Absent values are left out. */
export interface UserClaims {
  readonly name: string;
  readonly preferred_username: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly phone_number?: string;
  readonly picture?: string;
  readonly groups?: readonly string[];
  readonly department?: string;
  readonly employee_number?: string;
}

/** What the OpenID provider asks, each time anew: a user who left or was moved out is refused at once. */
export interface ClientDirectory {
  /** Undefined for unknown and switched-off ones. */
  findClient(clientId: string): Promise<RegisteredClient | undefined>;
  /** An active user whom the application's access admits. */
  mayUse(userId: string, clientId: string): Promise<boolean>;
  /** Undefined when the user is not active. `claims` chooses beside name and username. */
  readClaims(userId: string, claims: readonly ApplicationClaim[]): Promise<UserClaims | undefined>;
  noteUse(clientId: string): Promise<void>;
}
