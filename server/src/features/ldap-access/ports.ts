import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Principal } from "../../platform/http/index.ts";
import type { UserRef } from "../directory/index.ts";

/** What the routes of LDAP's accounts and passwords need. */

/** Whom a service account is shown: everyone, or groups and departments with their members. */
export interface ServiceScope {
  readonly everyone: boolean;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly departments: readonly { readonly id: string; readonly name: string; readonly subtree: boolean }[];
}

/** An account an application searches with. */
export interface LdapServiceAccount extends ServiceScope {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly baseDn: string | null;
  readonly attributes: readonly string[] | null;
  readonly passwordChangedAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly lastUsedAddress: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** What an operator sets; what is left out stays as it is. */
export interface ServiceAccountChanges {
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly baseDn?: string | null | undefined;
  readonly attributes?: readonly string[] | null | undefined;
  readonly everyone?: boolean | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly departments?: readonly { readonly id: string; readonly subtree: boolean }[] | undefined;
}

export interface NewServiceAccount extends ServiceAccountChanges {
  readonly name: string;
}

export interface ServiceAccountWithPassword {
  readonly account: LdapServiceAccount;
  /** Told this once. */
  readonly password: string;
}

type NotFound = Failure<"ldap_service_account_not_found">;
type Misfit = Failure<"ldap_base_dn_outside" | "ldap_attribute_unknown" | "reference_unknown">;

export interface ServiceAccounts {
  /** By name. */
  list(): Promise<readonly LdapServiceAccount[]>;
  create(
    account: NewServiceAccount,
    actor: Actor,
  ): Promise<Result<ServiceAccountWithPassword, Misfit | Failure<"ldap_service_account_name_taken">>>;
  update(
    id: string,
    changes: ServiceAccountChanges,
    actor: Actor,
  ): Promise<Result<LdapServiceAccount, NotFound | Misfit>>;
  /** The password of before no longer counts. */
  replacePassword(id: string, actor: Actor): Promise<Result<ServiceAccountWithPassword, NotFound>>;
  /** Answers the account as it was. */
  remove(id: string, actor: Actor): Promise<Result<LdapServiceAccount, NotFound>>;
}

/** A password a person made for one application. */
export interface AppPassword {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly lastUsedAddress: string | null;
}

/** The app passwords of one person, newest first, with what there is to know about using them. */
export interface AppPasswordList {
  readonly items: readonly AppPassword[];
  readonly limit: number;
  /** Null while LDAP is off. */
  readonly bindDn: string | null;
  /** Where programs connect; null while LDAP is off. */
  readonly addresses: { readonly url: string; readonly ldapsUrl: string } | null;
  readonly only: boolean;
}

/** Whose app passwords they are. */
export interface AppPasswordOwner {
  readonly id: UserId;
  readonly username: string;
}

export interface AppPasswords {
  list(owner: AppPasswordOwner): Promise<AppPasswordList>;
  create(
    owner: AppPasswordOwner,
    name: string,
    actor: Actor,
  ): Promise<
    Result<
      { readonly appPassword: AppPassword; readonly password: string },
      Failure<"app_password_name_taken" | "app_password_limit">
    >
  >;
  revoke(
    owner: AppPasswordOwner,
    id: string,
    actor: Actor,
  ): Promise<Result<AppPasswordList, Failure<"app_password_not_found">>>;
  listOf(user: UserRef): Promise<Result<AppPasswordList, Failure<"user_not_found">>>;
  revokeOf(
    user: UserRef,
    id: string,
    principal: Principal,
  ): Promise<Result<AppPasswordList, Failure<"user_not_found" | "owner_protected" | "app_password_not_found">>>;
}

/** How LDAP is served by the process that is asked. */
export interface LdapState {
  readonly host: string;
  readonly baseDn: string;
  readonly requireTls: boolean;
  readonly appPasswordsOnly: boolean;
  /** Null while LDAP is off. */
  readonly serving: LdapServing | null;
}

export interface LdapServing {
  readonly port: number;
  readonly ldapsPort: number;
  readonly url: string;
  readonly ldapsUrl: string;
  readonly certificate: {
    readonly source: "files" | "self_made";
    readonly subject: string;
    readonly issuer: string;
    readonly names: readonly string[];
    readonly notBefore: Instant;
    readonly notAfter: Instant;
    readonly fingerprint: string;
    readonly pem: string;
    /** The last one that was to replace it and cannot be used. */
    readonly refused: { readonly at: Instant; readonly reason: string } | null;
  };
  readonly view: {
    readonly revision: number;
    readonly people: number;
    readonly groups: number;
    readonly departments: number;
    readonly loadedAt: Instant;
  };
  /** In the order they came. */
  readonly connections: readonly LdapClient[];
}

/** Somebody connected. */
export interface LdapClient {
  readonly id: number;
  readonly address: string;
  readonly since: Instant;
  readonly secure: boolean;
  readonly kind: "anonymous" | "person" | "service";
  readonly boundAs: string | null;
  readonly operations: number;
  readonly last: {
    readonly kind: "bind" | "search" | "compare" | "extended" | "write" | "abandon" | "unbind";
    readonly at: Instant;
  } | null;
}

/** A sign-in to be tried as an application would. */
export interface LoginTest {
  readonly login: string;
  readonly password: string;
  /** Whom the application searches as; null: it binds directly. */
  readonly serviceAccountId: string | null;
  readonly userFilter: string | null;
}

export interface LoginTrace {
  readonly succeeds: boolean;
  readonly dn: string | null;
  readonly steps: readonly LoginStep[];
}

export interface LoginStep {
  readonly step: "service_account" | "filter" | "search" | "account" | "attempts" | "password";
  readonly state: "yes" | "no";
  readonly code: LoginCode;
  readonly values: { readonly [name: string]: string | number | boolean };
}

export type LoginCode =
  | "service_account_ready"
  | "service_account_unknown"
  | "service_account_disabled"
  | "filter_understood"
  | "filter_invalid"
  | "person_found"
  | "person_unknown"
  | "person_hidden"
  | "several_found"
  | "not_a_person"
  | "account_active"
  | "account_disabled"
  | "attempts_open"
  | "attempts_locked"
  | "own_password_matched"
  | "app_password_matched"
  | "password_wrong"
  | "password_must_change"
  | "app_passwords_only"
  | "too_busy";

export type TestLogin = (
  test: LoginTest,
  actor: Actor,
  address: string,
) => Promise<Result<LoginTrace, Failure<"ldap_disabled">>>;

/** Everything the routes call. */
export interface LdapAccess {
  readonly serviceAccounts: ServiceAccounts;
  readonly appPasswords: AppPasswords;
  readonly testLogin: TestLogin;
  readonly readState: () => Promise<LdapState>;
}
