import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Result } from "../../core/kernel/result.ts";

/** What the routes of the Feishu integration need. Secrets never appear here. */

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
  readonly userSync: {
    readonly enabled: boolean;
    /** As in the configuration, e.g. `{kind: "daily", at: "02:00"}`. */
    readonly schedule: { readonly [key: string]: Json };
    readonly timeZone: string;
    /** The next three runs; empty with manual timing. */
    readonly nextRuns: readonly Instant[];
    /** S9, S10 and companions by their names in product.md section 4. */
    readonly policies: { readonly [key: string]: string };
    readonly fields: {
      readonly mobile: boolean;
      readonly employeeNo: boolean;
      readonly nickname: boolean;
    };
    readonly guard: { readonly percent: number; readonly minimum: number };
  };
  readonly singleSignOn: { readonly enabled: boolean };
  readonly messageNotifications: {
    readonly enabled: boolean;
    readonly method: "account_binding" | "email";
  };
  readonly feishuClientAccess: { readonly enabled: boolean };
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
  readonly code: string | null;
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
    /** A few names, so that an administrator recognises the range. */
    readonly sample: readonly string[];
  };
}

type NotConfigured = Failure<"integration_not_configured">;

export interface Integrations {
  findFeishu(): Promise<FeishuIntegration | undefined>;
  /** Asks Feishu now (`larkbridge doctor`). Trouble with Feishu is a failed check, not a failure. */
  diagnoseFeishu(signal: AbortSignal): Promise<Result<Diagnosis, NotConfigured>>;
  readFeishuPermissions(signal: AbortSignal): Promise<Result<PermissionReport, NotConfigured>>;
}
