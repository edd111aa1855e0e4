import type { Instant } from "../../core/kernel/ids.ts";
import type { FeishuCode } from "./failure-text.ts";
import type { PermissionReport } from "./permission-report.ts";

/** What `larkbridge doctor` and the set-up assistant show; plain data. */

export type CheckName =
  | "reachable"
  | "region"
  | "credentials"
  | "permissions"
  | "fields"
  | "contact_range"
  | "bot"
  | "tenant";
type CheckState = "ok" | "warning" | "failed" | "unknown";

/** Codes of the closed list in `contract` beside Feishu's own. */
type DiagnosisCode = FeishuCode | "contact_range_empty" | "locked_fields_unreadable";

export interface DiagnosisCheck {
  readonly check: CheckName;
  readonly state: CheckState;
  /** Null when all is well. */
  readonly code: DiagnosisCode | null;
  readonly message: string;
  readonly cure: string | null;
}

/** Whether a field can be read, and what would make it so. */
interface FieldVisibility {
  readonly field: string;
  /** Null where nothing could be told. */
  readonly readable: boolean | null;
  readonly permission: string | null;
}

export interface RangeReport {
  readonly mode: "all" | "partial" | "nobody" | "unknown";
  /** Nodes a partial range lists. */
  readonly departments: number | null;
  readonly users: number | null;
  /** People visible by the platform's own hint, which may lag and count somebody twice; null where it gives none. */
  readonly peopleHint: number | null;
  /** A few names, so that an administrator recognises the range. */
  readonly sample: readonly string[];
}

/** Of the app: what is changed in Feishu's console counts only once a version is published (S4). */
export type VersionState = "published" | "in_review" | "unpublished" | "unknown";

export interface Diagnosis {
  /** No check failed. */
  readonly healthy: boolean;
  readonly checkedAt: Instant;
  readonly app: { readonly id: string; readonly name: string | null };
  readonly tenant: { readonly key: string | null; readonly name: string | null };
  readonly version: VersionState;
  readonly checks: readonly DiagnosisCheck[];
  readonly permissions: PermissionReport;
  readonly fields: readonly FieldVisibility[];
  readonly contactRange: RangeReport;
}
