import type { Readability } from "../../core/sync/snapshot.ts";
import { passed, unknown } from "./diagnose-access.ts";
import type { DiagnosisCheck } from "./diagnosis.ts";
import { missingPermissions, type PermissionReport } from "./permission-report.ts";
import { missingLockedFields } from "./readability.ts";

/** Whether a sync has what it cannot do without, and what it will miss. */
export function checkFields(readable: Readability | null): DiagnosisCheck {
  if (readable === null) return unknown("fields", "Nobody could be looked at.");
  const missing = missingLockedFields(readable);
  if (missing.length > 0) {
    return {
      check: "fields",
      state: "failed",
      code: "locked_fields_unreadable",
      message: `A sync cannot do without ${missing.map(({ field }) => field).join(", ")}, which may not be read.`,
      cure: `Grant ${missing.map(({ permission }) => permission).join(", ")} and publish a version.`,
    };
  }
  if (!readable.user.state) {
    return {
      check: "fields",
      state: "warning",
      code: "feishu_permission_missing",
      message:
        "People's states may not be read: somebody frozen or gone looks like everybody else and keeps their account.",
      cure: "Grant contact:user.employee:readonly and publish a version.",
    };
  }
  if (!readable.user.email) {
    return {
      check: "fields",
      state: "warning",
      code: "feishu_permission_missing",
      message: "Only Feishu Mail addresses may be read as e-mail; they fill empty ones and change none.",
      cure: "Grant contact:user.email:readonly and publish a version.",
    };
  }
  return passed("fields", "Every field a sync needs can be read.");
}

/** The permissions as one judged point. Missing ones fail it only where a sync could not run. */
export function checkPermissions({ permissions }: PermissionReport, fields: DiagnosisCheck): DiagnosisCheck {
  if (permissions.every(({ granted }) => granted === null))
    return unknown("permissions", "Feishu does not tell which are granted.");
  const missing = missingPermissions(permissions).filter(({ need }) => need === "required");
  if (missing.length === 0) return passed("permissions", "Every permission a sync needs is granted.");
  return {
    check: "permissions",
    state: fields.state === "failed" ? "failed" : "warning",
    code: "feishu_permission_missing",
    message: `Missing for a sync: ${missing.map(({ permission }) => permission).join(", ")}.`,
    cure: "Open the link below, grant them and publish a version.",
  };
}
