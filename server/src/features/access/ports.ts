import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Client, Principal, UserPrincipal } from "../../platform/http/index.ts";
import type { UserRef } from "../directory/index.ts";

/** What the routes of accounts and access need. */

export type Role = UserPrincipal["role"];
export type Language = "en" | "zh";
export type Theme = "light" | "dark";

/** A session just opened: its secrets go into the caller's cookies and nowhere else. */
export interface OpenedSession {
  readonly principal: UserPrincipal;
  readonly secret: string;
  readonly until: Instant;
  /** What this browser is known by from now on. */
  readonly device: { readonly secret: string; readonly until: Instant };
}

export type SignInFailure = Failure<
  "sign_in_refused" | "sign_in_locked" | "sign_in_busy" | "second_factor_required" | "second_factor_refused"
>;

export interface SignIn {
  /** A new session each time, whatever cookie the caller brings, which is ended. */
  signIn(
    typed: { readonly username: string; readonly password: string; readonly code: string | undefined },
    client: Client,
  ): Promise<Result<OpenedSession, SignInFailure>>;
  /** Proves the password again; the session keeps its secret. */
  prove(
    principal: UserPrincipal,
    typed: { readonly password: string; readonly code: string | undefined },
    client: Client,
  ): Promise<Result<UserPrincipal, SignInFailure>>;
  signInByLink(token: string, client: Client): Promise<Result<OpenedSession, Failure<"link_invalid">>>;
  signOut(principal: UserPrincipal): Promise<void>;
}

export interface SetupRequest {
  readonly token: string;
  readonly username: string;
  readonly name: string;
  readonly password: string;
  readonly publicUrl: string | null;
  readonly language: Language | null;
}

export interface Setup {
  isNeeded(): Promise<boolean>;
  setUp(
    request: SetupRequest,
    client: Client,
  ): Promise<
    Result<
      OpenedSession,
      Failure<"setup_done" | "link_invalid" | "setting_declared" | "public_url_insecure" | "username_taken">
    >
  >;
}

export interface Session {
  readonly id: string;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
  readonly userAgent: string | null;
  readonly address: string;
}

/** One's own sessions that are open, the latest first. */
export interface OwnSessions {
  list(principal: UserPrincipal): Promise<Session[]>;
  revoke(principal: UserPrincipal, id: string): Promise<Result<null, Failure<"session_not_found">>>;
  revokeOthers(principal: UserPrincipal): Promise<void>;
}

export interface OwnAccount {
  readonly email: string | null;
  readonly hasPassword: boolean;
  readonly mustChangePassword: boolean;
  readonly totp: boolean;
  readonly recoveryCodesLeft: number;
  readonly language: Language | null;
  readonly theme: Theme | null;
  readonly feishuEmail: string | null;
  /** A Feishu account is linked. */
  readonly feishuLinked: boolean;
}

export interface OwnAccounts {
  read(principal: UserPrincipal): Promise<OwnAccount>;
  changePreferences(
    principal: UserPrincipal,
    change: { readonly language?: Language | null | undefined; readonly theme?: Theme | null | undefined },
  ): Promise<void>;
  /** Ends the other sessions. */
  changePassword(
    principal: UserPrincipal,
    change: { readonly current: string; readonly password: string },
    client: Client,
  ): Promise<Result<null, SignInFailure | Failure<"password_unchanged">>>;
}

export interface OwnLink {
  /** Takes the link to one's own Feishu account away, where a password stays as a way in. */
  unlink(principal: UserPrincipal): Promise<Result<null, Failure<"own_link_not_found" | "own_link_last_way_in">>>;
}

export interface SecondFactor {
  enrol(
    principal: UserPrincipal,
  ): Promise<Result<{ readonly secret: string; readonly uri: string }, Failure<"totp_enabled">>>;
  confirm(
    principal: UserPrincipal,
    code: string,
  ): Promise<Result<readonly string[], Failure<"totp_enabled" | "totp_not_enrolled" | "totp_code_wrong">>>;
  disable(principal: UserPrincipal): Promise<void>;
}

export interface PasswordLinks {
  create(
    user: UserRef,
    principal: Principal,
  ): Promise<
    Result<
      { readonly url: string; readonly expiresAt: Instant },
      Failure<"user_not_found" | "user_not_active" | "owner_needed">
    >
  >;
  /** Answers the username. */
  consume(token: string, password: string): Promise<Result<string, Failure<"link_invalid">>>;
}

export interface Operator {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly status: "active" | "disabled" | "deleted";
  readonly hasPassword: boolean;
  readonly totp: boolean;
  readonly lastSeenAt: Instant | null;
}

type AppointFailure = Failure<"user_not_found" | "user_not_active" | "owner_needed" | "last_owner">;

export interface Operators {
  list(): Promise<Operator[]>;
  appoint(user: UserRef, role: Role, principal: Principal): Promise<Result<Operator, AppointFailure>>;
  withdraw(
    user: UserRef,
    principal: Principal,
  ): Promise<Result<Operator, Failure<"user_not_found" | "owner_needed" | "last_owner">>>;
}

/** A setting that a file or the environment may take over (product.md 5.9). */
export type Declarable = "public_url" | "deleted_days" | "ldap_app_passwords_only";

export interface InstallationSettings {
  readonly publicUrl: string | null;
  readonly language: Language | null;
  readonly deletedDays: number;
  /** LDAP accepts app passwords and no own ones. */
  readonly ldapAppPasswordsOnly: boolean;
  readonly declared: readonly Declarable[];
}

export interface SettingsChange {
  readonly publicUrl?: string | null | undefined;
  readonly language?: Language | null | undefined;
  readonly deletedDays?: number | undefined;
  readonly ldapAppPasswordsOnly?: boolean | undefined;
}

export interface Settings {
  read(): Promise<InstallationSettings>;
  change(
    change: SettingsChange,
    actor: Actor,
  ): Promise<Result<InstallationSettings, Failure<"setting_declared" | "public_url_insecure">>>;
}

/** Everything the routes call. */
export interface Access {
  readonly signIn: SignIn;
  readonly setup: Setup;
  readonly sessions: OwnSessions;
  readonly accounts: OwnAccounts;
  readonly ownLink: OwnLink;
  readonly secondFactor: SecondFactor;
  readonly passwordLinks: PasswordLinks;
  readonly operators: Operators;
  readonly settings: Settings;
}
