import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Mapping } from "./mapping.ts";
import type { UserSyncSettings } from "./user-sync-settings.ts";

/** What the routes of the Feishu integration need. Secrets never come out here. */

/** Why Feishu could not be asked; codes of the closed list in `contract`. */
export type FeishuCode =
  | "feishu_unreachable"
  | "feishu_timeout"
  | "feishu_app_unknown"
  | "feishu_secret_wrong"
  | "feishu_wrong_region"
  | "feishu_app_disabled"
  | "feishu_permission_missing"
  | "feishu_no_department_authority"
  | "feishu_no_user_authority"
  | "feishu_rate_limited"
  | "feishu_quota_exhausted"
  | "feishu_server_error"
  | "feishu_request_refused"
  | "feishu_answer_invalid"
  | "feishu_encoding_invalid"
  | "feishu_page_token_invalid"
  | "feishu_ip_not_allowed"
  | "feishu_token_refused"
  | "feishu_department_gone"
  | "feishu_user_gone"
  | "feishu_group_in_range"
  | "feishu_connections_exhausted";

export interface FeishuIntegration {
  readonly appId: string;
  readonly openUrl: string;
  readonly accountsUrl: string;
  /** `file`: set by file or environment, read-only in the console (product.md 5.9). */
  readonly declaredBy: "file" | "console";
  /** Only one third-party integration may own user and organization sync (S7). */
  readonly ownsSync: boolean;
  readonly tenantKey: string | null;
  readonly rateLimit: { readonly perSecond: number; readonly perMinute: number } | "off";
  readonly eventsMode: "long_connection" | "webhook" | "off";
  readonly supportBuiltInUsers: boolean;
  /** In the words of the configuration (product.md section 4). */
  readonly userSync: UserSyncSettings & {
    /** The next three runs; empty with manual timing. */
    readonly nextRuns: readonly Instant[];
  };
  readonly singleSignOn: { readonly enabled: boolean };
  readonly messageNotifications: {
    readonly enabled: boolean;
    readonly method: "account_binding" | "email";
  };
  readonly feishuClientAccess: { readonly enabled: boolean };
  readonly secretChangedAt: Instant;
  /** What the last check found. */
  readonly health: Diagnosis | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** One judged point of the diagnosis, in words an administrator can act on. */
export interface DiagnosisCheck {
  readonly check:
    | "reachable"
    | "region"
    | "credentials"
    | "permissions"
    | "fields"
    | "contact_range"
    | "bot"
    | "tenant";
  readonly state: "ok" | "warning" | "failed" | "unknown";
  /** Code of the closed list in `contract`; `null` when all is well. */
  readonly code: FeishuCode | "contact_range_empty" | "locked_fields_unreadable" | null;
  readonly message: string;
  readonly cure: string | null;
}

export interface PermissionState {
  /** Feishu's name, e.g. `contact:user.base:readonly`. */
  readonly permission: string;
  readonly need: "required" | "optional" | "notifications";
  /** What it is for. */
  readonly purpose: string;
  /** Our fields it would fill. */
  readonly fills: readonly string[];
  /** `null`: Feishu does not tell. */
  readonly granted: boolean | null;
  /** An older permission that covers it (S17), e.g. `contact:contact:readonly_as_app`. */
  readonly coveredBy: string | null;
}

export interface PermissionReport {
  readonly permissions: readonly PermissionState[];
  /** Opens Feishu's console with the missing ones ticked; `null` when none is missing. */
  readonly grantUrl: string | null;
  /** Text to paste at "batch import" for the missing ones; `null` when none is missing. */
  readonly importJson: string | null;
}

export interface Diagnosis {
  /** No check failed. */
  readonly healthy: boolean;
  readonly checkedAt: Instant;
  readonly app: { readonly id: string; readonly name: string | null };
  readonly tenant: {
    readonly key: string | null;
    readonly name: string | null;
  };
  /** Of the app: what is changed in Feishu's console counts only once a version is published (S4). */
  readonly version: "published" | "in_review" | "unpublished" | "unknown";
  readonly checks: readonly DiagnosisCheck[];
  readonly permissions: PermissionReport;
  /** Field-level visibility; `readable` null where nothing could be told. */
  readonly fields: readonly {
    readonly field: string;
    readonly readable: boolean | null;
    readonly permission: string | null;
  }[];
  readonly contactRange: {
    readonly mode: "all" | "partial" | "nobody" | "unknown";
    readonly departments: number | null;
    readonly users: number | null;
    /** People visible by Feishu's own hint, which may lag and count somebody twice. */
    readonly peopleHint: number | null;
    /** A few names, so that an administrator recognises the range. */
    readonly sample: readonly string[];
  };
}

/** What switching sync off or removing the connection would mean, in numbers (S15, S16). */
export interface Consequences {
  readonly linkedUsers: number;
  /** Of them, active and without a password: they could not sign in any more. */
  readonly linkedUsersWithoutPassword: number;
  /** Open sessions that were opened with Feishu; they end with single sign-on. */
  readonly feishuSessions: number;
  /** Owners and administrators who are active and have a password: those who can still sign in without Feishu. */
  readonly operatorsWithPassword: number;
  readonly linkedDepartments: number;
  readonly waitingRuns: number;
  readonly running: boolean;
}

type NotConfigured = Failure<"integration_not_configured">;

/** Which app is asked about; the integration where there is one, else the draft. */
export type AppChoice = "integration" | "draft" | undefined;
export type NoApp = NotConfigured | Failure<"integration_draft_not_found"> | Failure<"integration_draft_incomplete">;

export interface Integrations {
  findFeishu(): Promise<FeishuIntegration | undefined>;
  /** Whether a set-up was begun. */
  hasDraft(): Promise<boolean>;
  /** Asks Feishu now (`larkbridge doctor`), and keeps the answer. Trouble with Feishu is a failed check, not a failure. */
  diagnoseFeishu(signal: AbortSignal): Promise<Result<Diagnosis, NotConfigured>>;
  /** The same about the integration or the draft, kept nowhere. */
  readAccess(choice: AppChoice, signal: AbortSignal): Promise<Result<Diagnosis, NoApp>>;
  /** Reads a sample of people for the mapping (S5). */
  readMapping(choice: AppChoice, signal: AbortSignal): Promise<Result<Mapping, NoApp | Failure<FeishuCode>>>;
  readConsequences(): Promise<Result<Consequences, NotConfigured>>;
}
