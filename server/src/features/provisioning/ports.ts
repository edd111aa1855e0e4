import type { Actor } from "../../core/kernel/actor.ts";
import type { Detail, Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Result } from "../../core/kernel/result.ts";
import type {
  Attributes,
  EntryKind,
  EntryVerb,
  FoundEntry,
  ProvisionPlan,
  TargetShape,
} from "../../core/ldap/provision/types.ts";
import type { CompiledRelations } from "../../core/ldap/relations/compile.ts";
import type { Tree } from "../../core/ldap/tree.ts";
import type { SyncSchedule } from "../../core/sync/schedule.ts";

/** External LDAP servers: what the routes and the composition root need, and what a connector has to offer. */

/** What an operator sets, in the words of the API, the configuration and the table, which are the same. */
export interface TargetSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: {
    readonly mode: "ldaps" | "starttls" | "none";
    readonly ca: string | null;
    readonly fingerprint: string | null;
  };
  readonly bind_dn: string;
  readonly base_dn: string;
  readonly profile: TargetShape["profile"];
  readonly places: TargetShape["places"];
  readonly group_class: TargetShape["groupClass"];
  readonly subtree_groups: boolean;
  readonly member_of: "not_expected" | "expected";
  readonly leavers: TargetShape["leavers"];
  readonly password_scheme: "none" | "crypt_sha512" | "ssha512" | "argon2" | "ssha";
  readonly create_base: boolean;
  readonly adopt: boolean;
  readonly renames: boolean;
  readonly enabled: boolean;
  readonly follow_directory: boolean;
  readonly schedule: SyncSchedule;
  readonly time_zone: string;
  readonly guard: { readonly percent: number; readonly minimum: number };
}

export interface Target {
  readonly id: string;
  readonly name: string;
  readonly settings: TargetSettings;
  readonly setByFile: boolean;
  readonly entries: Readonly<Record<EntryKind, number>>;
  readonly lastRun: Pick<LdapRun, "id" | "status" | "startedAt" | "finishedAt"> | null;
  readonly nextRunAt: Instant | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type NewTarget = TargetSettings & { readonly name: string; readonly bind_password: string };
export type TargetChanges = { readonly [Key in keyof NewTarget]?: NewTarget[Key] | undefined };

export type LdapRunStatus =
  | "running"
  | "planned"
  | "waiting_for_approval"
  | "succeeded"
  | "partially_succeeded"
  | "failed"
  | "interrupted"
  | "rejected"
  | "cancelled";
export type LdapRunTrigger = "manual" | "schedule" | "event" | "retry";
export type LdapRunPhase = "starting" | "reading_directory" | "reading_target" | "planning" | "applying" | "reporting";

export interface LdapRunReason {
  readonly code: string;
  readonly detail: Detail;
}

type CountWord = "created" | "adopted" | "updated" | "renamed" | "disabled" | "deleted" | "unchanged" | "failed";
export type EntryCounts = Readonly<Record<EntryKind, Readonly<Record<CountWord, number>>>>;

export interface LdapRun {
  readonly id: string;
  readonly target: { readonly id: string; readonly name: string };
  readonly purpose: "preview" | "run";
  readonly trigger: LdapRunTrigger;
  readonly status: LdapRunStatus;
  readonly counts: EntryCounts;
  readonly memberships: { readonly added: number; readonly removed: number };
  readonly read: {
    readonly people: number;
    readonly groups: number;
    readonly units: number;
    readonly foreign: number;
  } | null;
  readonly verdict: ProvisionPlan["verdict"] | null;
  readonly reasons: readonly LdapRunReason[];
  readonly changesDigest: string | null;
  readonly changeCount: number;
  readonly heldCount: number;
  readonly progress: { readonly phase: LdapRunPhase; readonly done: number; readonly total: number | null };
  readonly requestedBy: Actor;
  readonly decidedBy: Actor | null;
  readonly decidedAt: Instant | null;
  readonly retriesRun: string | null;
  readonly appliesRun: string | null;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
}

export interface EntryMembers {
  readonly added: number;
  readonly removed: number;
  readonly sampleAdded: readonly string[];
  readonly sampleRemoved: readonly string[];
}

/** A planned change as it is kept for people. */
export interface StoredChange {
  readonly seq: number;
  readonly kind: EntryKind;
  readonly verb: EntryVerb;
  readonly outcome: "planned" | "held" | "applied" | "failed";
  readonly subject: string;
  readonly label: string;
  readonly dn: string;
  readonly newDn: string | null;
  readonly before: Attributes | null;
  readonly after: Attributes | null;
  readonly members: EntryMembers | null;
  readonly failure: LdapRunReason | null;
}

export interface StoredIssue extends LdapRunReason {
  readonly severity: "error" | "warning" | "note";
  readonly kind: EntryKind;
  readonly subject: string;
  readonly label: string;
}

export interface ChangeFilter {
  readonly kind?: EntryKind | undefined;
  readonly verb?: EntryVerb | undefined;
  readonly outcome?: StoredChange["outcome"] | undefined;
  readonly search?: string | undefined;
}

export interface RunFilter {
  readonly status?: LdapRunStatus | undefined;
  readonly purpose?: LdapRun["purpose"] | undefined;
}

/** How a server is reached. */
export interface ServerAddress extends Pick<TargetSettings, "host" | "port" | "tls"> {
  readonly bindDn: string;
  readonly bindPassword: string;
}

export interface Modification {
  readonly operation: "add" | "delete" | "replace";
  readonly type: string;
  readonly values: readonly string[];
}

/** A bound connection to a server. What cannot be read rejects with a `ServerFailure`, what cannot be written with a `WriteRefusal`. */
export interface ServerSession {
  readonly usable: boolean;
  readBelow(
    dn: string,
    attributes: readonly string[],
    onPage?: (entries: readonly FoundEntry[]) => void,
  ): Promise<FoundEntry[]>;
  read(dn: string, attributes: readonly string[]): Promise<FoundEntry | undefined>;
  add(dn: string, attributes: Attributes): Promise<string | null>;
  modify(dn: string, modifications: readonly Modification[]): Promise<void>;
  rename(dn: string, newRdn: string, newParent: string | null): Promise<void>;
  remove(dn: string): Promise<void>;
  close(): Promise<void>;
}

/** What is known of an error of a session, by its shape. */
export interface ServerFailure {
  readonly code: string;
  readonly detail: Detail;
}
export interface WriteRefusal {
  readonly kind: "contested" | "busy" | "unknown" | "children" | "forbidden" | "refused";
  readonly result: number | null;
  readonly message: string;
}

export interface ProbeQuestion {
  readonly baseDn: string;
  readonly createBase: boolean;
  readonly groupClass: TargetShape["groupClass"];
  readonly memberOfExpected: boolean;
  readonly scheme: TargetSettings["password_scheme"];
}

export interface ProbeReport {
  readonly server: {
    readonly vendor: string | null;
    readonly namingContexts: readonly string[];
    readonly boundAs: string | null;
    readonly fingerprint: string | null;
  } | null;
  readonly findings: readonly (LdapRunReason & { readonly severity: "error" | "warning" | "note" | "ok" })[];
  readonly schemes: readonly {
    readonly scheme: Exclude<TargetSettings["password_scheme"], "none">;
    readonly works: boolean;
  }[];
}

/** LDAP as a connector offers it. */
export interface LdapServers {
  open(address: ServerAddress): Promise<ServerSession>;
  probe(address: ServerAddress, question: ProbeQuestion): Promise<ProbeReport>;
  /** Undefined for what is no failure of a server. */
  failureOf(error: unknown): ServerFailure | undefined;
  refusalOf(error: unknown): WriteRefusal | undefined;
}

/** Field relations that must not be used for a run; each finding says what is missing (S17). */
export interface BrokenRelations {
  readonly code: "relations_broken";
  readonly findings: readonly LdapRunReason[];
}

/** The directory as LDAP shows it. */
export interface ReadableDirectory {
  /** What feeds the attributes of people; asked before anything is read. */
  checkRelations(): Promise<Result<CompiledRelations, BrokenRelations>>;
  /** The tree that is served, which goes on following the directory; one of its own where none is served. */
  read(relations: CompiledRelations): Promise<DirectoryReading>;
  /** A tree that nobody else has. */
  readOwn(relations: CompiledRelations): Promise<DirectoryReading>;
}

/** Everything, at a revision or a later one. */
export interface DirectoryReading {
  readonly revision: number;
  /** As it is now: asked when it is needed, and not to be waited with. Undefined when it moves right now, or has other relations. */
  readonly tree: () => Promise<Tree | undefined>;
}

export type ProbeDraft = Pick<
  TargetSettings,
  "host" | "port" | "tls" | "bind_dn" | "base_dn" | "group_class" | "member_of" | "password_scheme" | "create_base"
> & { readonly bind_password?: string | undefined; readonly target?: string | undefined };

type NotFound = Failure<"ldap_target_not_found">;
type Invalid = Failure<"ldap_target_invalid">;
type Refused = Invalid | Failure<"ldap_target_name_taken">;
type Running = Failure<"ldap_target_running">;
type NoRun = Failure<"ldap_run_not_found">;

/** Use cases about servers and their runs. Every change and decision is audited; passwords are never read back. */
export interface Provisioning {
  list(): Promise<readonly Target[]>;
  find(id: string): Promise<Target | undefined>;
  create(wanted: NewTarget, actor: Actor): Promise<Result<Target, Refused>>;
  update(
    id: string,
    changes: TargetChanges,
    actor: Actor,
  ): Promise<Result<Target, NotFound | Refused | Failure<"ldap_target_set_by_file" | "ldap_target_in_use">>>;
  remove(id: string, actor: Actor): Promise<Result<Target, NotFound | Running | Failure<"ldap_target_set_by_file">>>;
  probe(id: string): Promise<Result<ProbeReport, NotFound>>;
  probeDraft(draft: ProbeDraft): Promise<Result<ProbeReport, NotFound | Invalid>>;
  preview(id: string, actor: Actor): Promise<Result<LdapRun, NotFound | Running>>;
  run(id: string, actor: Actor): Promise<Result<LdapRun, NotFound | Running>>;
  listRuns(
    id: string,
    filter: RunFilter,
    page: PageQuery,
  ): Promise<Result<Page<LdapRun>, NotFound | Failure<"cursor_invalid">>>;
  findRun(id: string, run: string): Promise<LdapRun | undefined>;
  /** The run as soon as it is no longer running, or when the time has passed. */
  wait(id: string, run: string, timeoutMs: number, signal: AbortSignal): Promise<LdapRun | undefined>;
  readChanges(
    run: string,
    filter: ChangeFilter,
    page: PageQuery,
  ): Promise<Result<Page<StoredChange>, Failure<"cursor_invalid">>>;
  exportChanges(run: string, filter: ChangeFilter): AsyncIterable<StoredChange>;
  readIssues(run: string, page: PageQuery): Promise<Result<Page<StoredIssue>, Failure<"cursor_invalid">>>;
  apply(
    id: string,
    run: string,
    digest: string,
    actor: Actor,
  ): Promise<Result<LdapRun, NoRun | Running | Failure<"ldap_run_not_planned" | "changes_digest_mismatch">>>;
  approve(
    id: string,
    run: string,
    digest: string,
    actor: Actor,
  ): Promise<Result<LdapRun, NoRun | Running | Failure<"ldap_run_not_waiting" | "changes_digest_mismatch">>>;
  reject(id: string, run: string, actor: Actor): Promise<Result<LdapRun, NoRun | Failure<"ldap_run_not_waiting">>>;
  cancel(id: string, run: string, actor: Actor): Promise<Result<LdapRun, NoRun | Failure<"ldap_run_not_running">>>;
  retry(
    id: string,
    run: string,
    actor: Actor,
  ): Promise<Result<LdapRun, NoRun | Running | Failure<"ldap_run_not_finished" | "nothing_to_retry">>>;
}
