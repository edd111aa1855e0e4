import type { DepartmentId, UserId } from "../kernel/ids.ts";
import type { Issue, IssueCode, RecordKind } from "./plan-types.ts";

/** A record an issue speaks of. */
export interface IssueSubject {
  readonly kind: RecordKind;
  readonly key: string;
  readonly id: UserId | DepartmentId | null;
  readonly label: string;
}

/** Collects what a person should know, in the order it is found. */
export class IssueList {
  readonly issues: Issue[] = [];

  add(severity: Issue["severity"], code: IssueCode, subject: IssueSubject, detail: Issue["detail"] = {}): void {
    // A name of ten thousand characters is itself one of the problems told here; the table must stay readable.
    const label = subject.label.length > 120 ? `${subject.label.slice(0, 119)}…` : subject.label;
    this.issues.push({ severity, code, kind: subject.kind, key: subject.key, id: subject.id, label, detail });
  }
}
