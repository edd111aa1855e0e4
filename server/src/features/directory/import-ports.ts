import type { ImportDecision, ImportedPerson } from "../../core/directory/plan-import.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Caller } from "./ports.ts";

/** A person of another system with everything that is taken over; never a password. */
export interface PersonRecordOfImport extends ImportedPerson {
  readonly nickname: string | null;
  readonly mobile: string | null;
  readonly employeeNo: string | null;
  readonly jobTitle: string | null;
  readonly feishuUserId: string | null;
}

export interface ImportedGroup {
  readonly name: string;
  readonly description: string;
  /** Usernames. */
  readonly members: readonly string[];
}

export interface ImportBatch {
  readonly people: readonly PersonRecordOfImport[];
  readonly groups: readonly ImportedGroup[];
}

export interface GroupOutcome {
  readonly name: string;
  readonly outcome: "created" | "changed" | "unchanged";
  readonly added: number;
  readonly unknown: readonly string[];
}

export interface ImportOutcome {
  readonly people: readonly (ImportDecision & { readonly username: string })[];
  readonly groups: readonly GroupOutcome[];
}

type NoIntegration = Failure<"integration_not_configured">;

/** Taking over another system's records. Both see the directory as it is; the second writes what the first tells. */
export interface Imports {
  preview(batch: ImportBatch): Promise<Result<ImportOutcome, NoIntegration>>;
  apply(batch: ImportBatch, caller: Caller): Promise<Result<ImportOutcome, NoIntegration>>;
}
