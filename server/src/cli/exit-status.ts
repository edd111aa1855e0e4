import type { ErrorCode, SyncStatusView } from "@larkbridge/contract";

/** Exit statuses (product.md section 4). */
export const EXIT = { done: 0, failed: 1, wrongUse: 2, waitsForApproval: 3, partiallySucceeded: 4 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** How a run that was waited for ends the program (product.md 5.4). */
export function exitStatusOfRun(status: SyncStatusView["status"]): ExitStatus {
  switch (status) {
    case "succeeded":
      return EXIT.done;
    case "waiting_for_approval":
      return EXIT.waitsForApproval;
    case "partially_succeeded":
      return EXIT.partiallySucceeded;
    default:
      return EXIT.failed;
  }
}

/** Refusals that say the command or the configuration is wrong, rather than that something failed. */
const WRONG_USE: ReadonlySet<string> = new Set<ErrorCode>([
  "usage_invalid",
  "validation_failed",
  "cursor_invalid",
  "token_missing",
  "unauthenticated",
  "forbidden",
  "user_sync_disabled",
  "integration_not_configured",
]);

/** How a problem ends the program. */
export function exitStatusOfProblem(code: string): ExitStatus {
  return WRONG_USE.has(code) || code.startsWith("config_") ? EXIT.wrongUse : EXIT.failed;
}
